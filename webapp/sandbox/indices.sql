-- Created after the demo data is in, which is faster than keeping them true row by row.
-- Expressions stand here as the rules spell them, or SQLite would not know them again.
-- Every index ends, silently, with the row's sequence: equal time stamps keep their order of insertion.

CREATE INDEX customers_by_creation ON customers (created_at);
CREATE INDEX customers_by_touch ON customers (touched_at);
CREATE INDEX customers_by_update ON customers (updated_at) WHERE updated_at IS NOT NULL;
CREATE INDEX customers_by_email ON customers (email_folded); -- few have the same: no need to keep them in order
-- By city, and then whatever else is often asked for with it, so that the rows themselves need not be read.
-- The sequence stands before the names, so that newcomers are put at the end of their city: quicker than in between.
CREATE INDEX customers_by_city ON customers (city_folded, created_at, touched_at, sequence, name_folded);

CREATE INDEX segments_by_creation ON segments (created_at);
CREATE INDEX segment_members_by_creation ON segment_members (segment, created_at, sequence);
CREATE INDEX campaigns_by_creation ON campaigns (created_at);
CREATE INDEX campaigns_by_name ON campaigns (name);
CREATE INDEX vouchers_by_creation ON vouchers (created_at);
CREATE INDEX vouchers_by_update ON vouchers (updated_at);
CREATE INDEX vouchers_by_campaign ON vouchers (campaign_id, created_at);
CREATE INDEX vouchers_by_campaign_and_update ON vouchers (campaign_id, updated_at);
CREATE INDEX vouchers_by_campaign_and_code ON vouchers (campaign_id, code);
CREATE INDEX vouchers_by_campaign_name ON vouchers (campaign, created_at);
CREATE INDEX vouchers_by_category ON vouchers (category, created_at);
CREATE INDEX vouchers_by_holder ON vouchers (json_extract(document, '$.holder_id'), created_at);
CREATE INDEX vouchers_by_referral ON vouchers (iif(json_extract(document, '$.is_referral_code'), 'true', 'false'), created_at);
CREATE INDEX holders_by_customer ON holders (customer_id, id);
CREATE INDEX holders_by_redeemable ON holders (redeemable_id);
CREATE INDEX orders_by_creation ON orders (created_at);
CREATE INDEX orders_by_touch ON orders (touched_at);
CREATE INDEX orders_by_customer ON orders (customer_id, created_at);
CREATE INDEX redemptions_by_date ON redemptions (date);
CREATE INDEX redemptions_by_customer ON redemptions (customer_id, date);
CREATE INDEX redemptions_by_voucher ON redemptions (voucher_id, date);
CREATE INDEX redemptions_by_order ON redemptions (order_id);
CREATE INDEX redemptions_by_result ON redemptions (result, date);
CREATE INDEX redemptions_by_code ON redemptions (json_extract(document, '$.voucher.code'));
CREATE INDEX redemptions_by_failure ON redemptions (json_extract(document, '$.failure_code'), date);
CREATE INDEX redemptions_by_object ON redemptions (json_extract(document, '$.related_object_id'), date);
CREATE INDEX redemptions_by_tracking ON redemptions (json_extract(document, '$.tracking_id'));
CREATE INDEX redemptions_by_campaign ON redemptions (campaign, date);
CREATE INDEX redemptions_by_redemption ON redemptions (redemption_id) WHERE redemption_id IS NOT NULL;
CREATE INDEX publications_by_creation ON publications (created_at);
CREATE INDEX publications_by_customer ON publications (customer_id, created_at);
CREATE INDEX publications_by_voucher ON publications (voucher_code);
CREATE INDEX publications_by_campaign ON publications (campaign, created_at);
CREATE INDEX publications_by_source ON publications (source_id);
CREATE INDEX publications_by_tracking ON publications (json_extract(document, '$.tracking_id'));
CREATE INDEX publications_by_channel ON publications (json_extract(document, '$.channel'));
CREATE INDEX transactions_by_voucher ON transactions (voucher_id);
CREATE INDEX events_by_customer ON events (customer_id, created_at);
CREATE INDEX async_actions_by_creation ON async_actions (created_at);
CREATE INDEX exports_by_creation ON exports (created_at);

INSERT INTO customer_names (customer_names) VALUES ('rebuild');
-- Its parts are merged when there are 16 of them, not four: half the work where many names are added.
INSERT INTO customer_names (customer_names, rank) VALUES ('automerge', 0);

-- New names are added by rules/customer_names.py: a trigger would slow down inserting many at once fourfold.
CREATE TRIGGER customer_name_removed AFTER DELETE ON customers WHEN old.name_folded IS NOT NULL BEGIN
    INSERT INTO customer_names (customer_names, rowid, name_folded) VALUES ('delete', old.sequence, old.name_folded);
END;

-- A customer about to be changed: what was told of them so far is told of them as they were.
CREATE TRIGGER customer_changes BEFORE UPDATE OF document, figures ON customers
WHEN old.is_told BEGIN
    INSERT INTO past_customers (sequence, last_event, document, figures)
    VALUES (old.sequence, (SELECT max(sequence) FROM events), old.document, old.figures);
END;

CREATE TRIGGER customer_name_changed AFTER UPDATE OF name_folded ON customers
WHEN new.name_folded IS NOT old.name_folded BEGIN
    INSERT INTO customer_names (customer_names, rowid, name_folded)
    SELECT 'delete', old.sequence, old.name_folded WHERE old.name_folded IS NOT NULL;
    INSERT INTO customer_names (rowid, name_folded)
    SELECT new.sequence, new.name_folded WHERE new.name_folded IS NOT NULL;
END;
