"""Names of people, by locale, in their own script.

`own=Roman` gives the romanized form beside a name that is not in Latin letters. `_` stands for a space in a name.
Where women bear another form of the family name, the two lists run in parallel.
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"}
    | {"ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae"}
)


@dataclass(frozen=True)
class Name:
    """One name: as its bearer writes it, and in plain Latin letters."""

    own: str
    roman: str


@dataclass(frozen=True)
class Names:
    """The names of one locale, each field a space-separated list."""

    women: str
    men: str
    families: str
    families_of_women: str = ""
    family_first: bool = False
    joiner: str = " "

    @cached_property
    def people(self) -> tuple[tuple[tuple[Name, ...], tuple[Name, ...]], ...]:
        """(given names, family names) of women, then of men."""
        families = _split(self.families)
        return (
            (_split(self.women), _split(self.families_of_women) or families),
            (_split(self.men), families),
        )


def _split(names: str) -> tuple[Name, ...]:
    return tuple(_name(entry.replace("_", " ")) for entry in names.split())


def _name(entry: str) -> Name:
    own, _, roman = entry.partition("=")
    return Name(own, roman or romanized(own))


def romanized(text: str) -> str:
    """Latin letters without their marks: `Łukasz` becomes `Lukasz`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_WITHOUT_DECOMPOSITION))
    return "".join(letter for letter in decomposed if letter.isascii())


NAMES: dict[str, Names] = {
    "pl-PL": Names(
        women="Anna Katarzyna Małgorzata Agnieszka Zofia Żaneta Łucja Grażyna",
        men="Piotr Krzysztof Łukasz Michał Stanisław Wojciech Paweł Grzegorz",
        families="Kowalski Wiśniewski Wójcik Zieliński Szymański Dąbrowski Źrebiec Brzęczyszczykiewicz",
        families_of_women="Kowalska Wiśniewska Wójcik Zielińska Szymańska Dąbrowska Źrebiec Brzęczyszczykiewicz",
    ),
    "de-DE": Names(
        women="Anna Ursula Jördis Käthe Lea Marlene Sofie Heike",
        men="Jürgen Björn Günther Lukas Jan-Niklas Karl-Heinz Matthias Uwe",
        families="Müller Groß Schröder Weiß von_der_Heide Becker Schäfer Hoffmann-Lüdenscheidt",
    ),
    "fr-FR": Names(
        women="Chloé Élodie Anne-Laure Françoise Hélène Maëlys Noémie Zoé",
        men="Jérôme Jean-Baptiste François Loïc Théo Benoît Noël Étienne",
        families="Lefèvre Dupont d'Alençon Garçon Besançon Le_Goff Müller-Duprès Côté",
    ),
    "es-ES": Names(
        women="María_José Lucía Begoña Inés Ángela Concepción Nuria Itziar",
        men="José_María Íñigo Álvaro Andrés Julián Ramón Jesús Óscar",
        families="García_Núñez Muñoz_Ibáñez Peña_López de_la_Cruz_Ortiz Sáenz_Gil Zúñiga_Rey",
    ),
    "pt-BR": Names(
        women="Ana_Clara Conceição Luíza Débora Antônia Thaís Júlia Vitória",
        men="João_Pedro Antônio Luís_Otávio Márcio Sebastião Caíque Estêvão Davi",
        families="da_Silva dos_Santos Gonçalves Araújo_Lima Magalhães Assunção Conceição_Neto",
    ),
    "cs-CZ": Names(
        women="Tereza Eliška Markéta Žofie Ludmila Šárka Květa Alžběta",
        men="Jiří Ondřej Tomáš Matěj Řehoř Lukáš Zdeněk Štěpán",
        families="Novák Dvořák Černý Procházka Kučera Růžička Šťastný Vlček",
        families_of_women="Nováková Dvořáková Černá Procházková Kučerová Růžičková Šťastná Vlčková",
    ),
    "tr-TR": Names(
        women="Ayşe Fatma Işıl Çiğdem Gülşen Özlem Şule İpek",
        men="İbrahim Ömer Çağlar Işık Oğuzhan Şükrü Uğur Yiğit",
        families="Yılmaz Öztürk Şahin Çelik Güneş Kılıç Aydın Doğan",
    ),
    "el-GR": Names(
        women="Ελένη=Eleni Κατερίνα=Katerina Σοφία=Sofia Δήμητρα=Dimitra Χρυσούλα=Chrysoula Ιωάννα=Ioanna",
        men="Γιώργος=Giorgos Νίκος=Nikos Κωνσταντίνος=Konstantinos Σπύρος=Spyros Χρήστος=Christos Θανάσης=Thanasis",
        families="Παπαδόπουλος=Papadopoulos Γεωργίου=Georgiou Οικονόμου=Oikonomou Βλάχος=Vlachos",
        families_of_women="Παπαδοπούλου=Papadopoulou Γεωργίου=Georgiou Οικονόμου=Oikonomou Βλάχου=Vlachou",
    ),
    "uk-UA": Names(
        women="Олена=Olena Оксана=Oksana Наталія=Nataliia Юлія=Yuliia Ганна=Hanna Соломія=Solomiia",
        men="Андрій=Andrii Тарас=Taras Сергій=Serhii Євген=Yevhen Богдан=Bohdan Ярема=Yarema",
        families="Шевченко=Shevchenko Коваленко=Kovalenko Бойко=Boiko Ґалаґан=Galagan Лук'яненко=Lukianenko",
    ),
    "ar-AE": Names(
        women="فاطمة=Fatima مريم=Maryam نورة=Noura عائشة=Aisha ليلى=Layla هدى=Huda",
        men="محمد=Mohammed أحمد=Ahmed خالد=Khalid عبد_الرحمن=Abdulrahman يوسف=Yousef سعيد=Saeed",
        families="المنصوري=Al_Mansoori الهاشمي=Al_Hashimi النعيمي=Al_Nuaimi الكعبي=Al_Kaabi الشامسي=Al_Shamsi",
    ),
    "he-IL": Names(
        women="נועה=Noa תמר=Tamar שירה=Shira יעל=Yael מיכל=Michal רבקה=Rivka",
        men="דוד=David יוסף=Yosef איתי=Itai אברהם=Avraham משה=Moshe אורי=Uri",
        families="כהן=Cohen לוי=Levi מזרחי=Mizrahi פרץ=Peretz אבן-חן=Even-Chen שפירא=Shapira",
    ),
    "ja-JP": Names(
        women="陽菜=Hina さくら=Sakura 美咲=Misaki 結衣=Yui 恵子=Keiko 葵=Aoi",
        men="翔太=Shota 健一=Kenichi 大輔=Daisuke 蓮=Ren 太郎=Taro 悠真=Yuma",
        families="佐藤=Sato 鈴木=Suzuki 髙橋=Takahashi 田中=Tanaka 渡邉=Watanabe 小笠原=Ogasawara",
        family_first=True,
    ),
    "ko-KR": Names(
        women="서연=Seoyeon 지우=Jiwoo 민지=Minji 하은=Haeun 수진=Sujin 영희=Younghee",
        men="민준=Minjun 도윤=Doyun 지훈=Jihun 현우=Hyunwoo 성민=Sungmin 철수=Chulsoo",
        families="김=Kim 이=Lee 박=Park 최=Choi 정=Jung 남궁=Namgung",
        family_first=True,
        joiner="",
    ),
    "zh-CN": Names(
        women="芳=Fang 秀英=Xiuying 敏=Min 静怡=Jingyi 丽华=Lihua 雨桐=Yutong",
        men="伟=Wei 强=Qiang 建国=Jianguo 浩然=Haoran 子轩=Zixuan 磊=Lei",
        families="王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 欧阳=Ouyang",
        family_first=True,
        joiner="",
    ),
    "hi-IN": Names(
        women="प्रिया=Priya अनीता=Anita सुनीता=Sunita काव्या=Kavya लक्ष्मी=Lakshmi श्रुति=Shruti",
        men="राहुल=Rahul अमित=Amit विजय=Vijay कृष्ण=Krishna संजय=Sanjay अर्जुन=Arjun",
        families="शर्मा=Sharma वर्मा=Verma गुप्ता=Gupta सिंह=Singh पटेल=Patel मिश्रा=Mishra",
    ),
    "vi-VN": Names(
        women="Thị_Hương Ngọc_Ánh Thu_Hà Mỹ_Linh Phương_Thảo Bích_Ngọc",
        men="Văn_Hùng Quốc_Đạt Minh_Đức Hữu_Phước Anh_Tuấn Đình_Trọng",
        families="Nguyễn Trần Phạm Đặng Vũ Hoàng Ngô",
        family_first=True,
    ),
    "sv-SE": Names(
        women="Åsa Märta Linnéa Ebba Saga Björg Ingrid Ylva",
        men="Björn Håkan Åke Göran Elis Sören Nils Pär",
        families="Åkerström Sjögren Öberg Lindqvist Hallström Ek Ångström",
    ),
    "is-IS": Names(
        women="Guðrún Sigríður Þórdís Ásta Hafdís Æsa Brynhildur",
        men="Jón Þórður Ólafur Guðmundur Björgvin Ægir Haraldur",
        families="Jónsson Þorsteinsson Ólafsson Sigurðsson Magnússon",
        families_of_women="Jónsdóttir Þorsteinsdóttir Ólafsdóttir Sigurðardóttir Magnúsdóttir",
    ),
    "it-IT": Names(
        women="Giulia Nicoletta Chiara Benedetta Mariù Luce Ilaria",
        men="Niccolò Matteo Gianluca Corrado Andrea Salvatore Pierfrancesco",
        families="Rossi Dell'Acqua Cantù D'Angelo Esposito De_Luca Quattrocchi",
    ),
    "nl-NL": Names(
        women="Femke Anouk Sanne Loïs Zoë Marijke Noëlle",
        men="Daan Jeroen Sjoerd Thijs Jan-Willem Gijs Wouter",
        families="de_Jong van_den_Berg 't_Hart Bakker van_'t_Hoff Visser IJsselstein",
    ),
    "en-US": Names(
        women="Emily Jasmine Destiny Mary-Kate Aaliyah Ximena Harper Guadalupe",
        men="Tyler José DeShawn Hunter Elijah Wyatt Bartholomew Ty",
        families="Johnson O'Neal Washington Rodriguez Nguyen St._James McAllister Yellowhorse",
    ),
    "en-GB": Names(
        women="Olivia Siân Priyanka Beatrix Imogen Ffion Zara Philippa",
        men="Oliver Rhys Mohammed Alistair Callum Hugh Tariq Jacob",
        families="Smith Featherstonehaugh ap_Rhys Patel MacDonald Cholmondeley Okafor Jones-Powell",
    ),
    "en-IE": Names(
        women="Aoife Siobhán Niamh Gráinne Caoimhe Sinéad Róisín",
        men="Seán Oisín Pádraig Cian Tadhg Diarmuid Eoin",
        families="O'Brien Ó_Súilleabháin Murphy Ní_Dhomhnaill McCarthy Byrne",
    ),
}
