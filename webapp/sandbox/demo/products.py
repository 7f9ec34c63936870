"""What the shop sells, and the lines of an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.sandbox.demo.identifiers import fixed_id

Document = dict[str, Any]


@dataclass(frozen=True)
class Article:
    """A product, or one variant (SKU) of it. `price` in minor units."""

    source_id: str
    name: str
    price: int
    variant: str | None = None

    def line(self, quantity: int, metadata: Document | None = None) -> Document:
        """The order item for so many pieces, as GET /v1/orders/{orderId} shows it."""
        product_id = fixed_id("prod_", self.name)
        product = {"id": product_id, "source_id": self.source_id, "name": self.name, "price": self.price}
        line: Document = {"object": "order_item", "source_id": self.source_id, "related_object": "product"}
        line |= {"product_id": product_id, "product": product}
        if self.variant:
            sku_id = fixed_id("sku_", self.source_id)
            sku = {"id": sku_id, "source_id": self.source_id, "sku": self.variant, "price": self.price}
            line |= {"related_object": "sku", "sku_id": sku_id, "sku": sku}
        amount = self.price * quantity
        line |= {"quantity": quantity, "price": self.price, "amount": amount, "subtotal_amount": amount}
        return line | ({"metadata": metadata} if metadata else {})


MUG = Article("mug-stoneware", "Stoneware mug", 1400)
PLATE = Article("plate-dinner", "Dinner plate", 2000)
TEAPOT = Article("teapot-cast-iron", "Cast-iron teapot", 5900)
COFFEE = Article("coffee-250", "House coffee", 900, "250 g")
COFFEE_BAG = Article("coffee-1000", "House coffee", 3000, "1 kg")
KNIFE = Article("knife-yama-18", "Yama kitchen knife", 8900, "18 cm")
APRON = Article("apron-linen", "Linen apron “Żuraw”", 3950)
BREAD_BOX = Article("bread-box", "Bread box", 6450)
CANDLE = Article("candle", "Beeswax candle", 350)
VASE = Article("vase-blue", "Vase, blue glaze", 4500)

ARTICLES = (MUG, PLATE, TEAPOT, COFFEE, COFFEE_BAG, KNIFE, APRON, BREAD_BOX, CANDLE, VASE)


def basket(*contents: tuple[Article, int]) -> list[Document]:
    """Order items for pairs of article and quantity."""
    return [article.line(quantity) for article, quantity in contents]


def total(items: Iterable[Document]) -> int:
    """What the items cost together, in minor units."""
    return sum(item["amount"] for item in items)
