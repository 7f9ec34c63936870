-- One table per resource. `document` is the object as the API shows it (JSON), the other columns are what
-- lists filter and sort by; webapp/sandbox/tables.py fills them. `sequence` is the order of insertion and
-- breaks ties between equal time stamps. Times are text, UTC, in milliseconds, so that they compare as text.

CREATE TABLE customers (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source_id TEXT UNIQUE,
    name_folded TEXT,
    email_folded TEXT,
    city_folded TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT,
    touched_at TEXT NOT NULL, -- updated_at, or created_at for a customer never updated
    is_told INTEGER,          -- 1: events of a kind tell of the customer, who is still as they found them
    document TEXT NOT NULL,   -- the profile
    figures TEXT,             -- summary, loyalty, referrals: never written together with the profile
    -- Of many newcomers written at once none is stored: all have the `new_figures` of rules/customer_shape.py.
    shown_figures TEXT AS (coalesce(figures,
        '{"summary":{"redemptions":{"total_redeemed":0,"total_failed":0,"total_succeeded":0,"total_rolled_back":0,"total_rollback_failed":0,"total_rollback_succeeded":0,'
        || '"gift":{"redeemed_amount":0,"amount_to_go":0},"loyalty_card":{"redeemed_points":0,"points_to_go":0}},'
        || '"orders":{"total_amount":0,"total_count":0,"average_amount":0,"last_order_amount":0}},'
        || '"loyalty":{"points":0,"referred_customers":0,"campaigns":{}},"referrals":{"total":0,"campaigns":[]}}'
    ))
);

-- The name index is external content: it holds trigrams only, and the triggers keep it true.
CREATE VIRTUAL TABLE customer_names USING fts5 (
    name_folded, content = 'customers', content_rowid = 'sequence', tokenize = 'trigram case_sensitive 1',
    columnsize = 0
);

CREATE TABLE segments (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT,
    type TEXT NOT NULL,
    created_at TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE segment_members ( -- by their sequences, which take a tenth of the room of their ids
    sequence INTEGER NOT NULL, -- the customer's
    segment INTEGER NOT NULL,
    created_at TEXT NOT NULL,  -- the customer's, too: by it the members are listed
    PRIMARY KEY (sequence, segment)
) WITHOUT ROWID;

CREATE TABLE campaigns (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT,
    campaign_type TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT,
    document TEXT NOT NULL
);

CREATE TABLE loyalty_tiers (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    campaign_id TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE earning_rules (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL,
    active INTEGER NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE vouchers (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    type TEXT,
    campaign TEXT, -- the campaign's name
    campaign_id TEXT,
    category TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT,
    document TEXT NOT NULL
);

CREATE TABLE holders ( -- who holds which redeemable
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    customer_id TEXT NOT NULL,
    redeemable_id TEXT NOT NULL,
    redeemable_object TEXT NOT NULL,
    holder_role TEXT NOT NULL,
    campaign_id TEXT,
    campaign_type TEXT,
    voucher_type TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE orders (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source_id TEXT UNIQUE,
    customer_id TEXT,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT,
    touched_at TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE products (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source_id TEXT UNIQUE,
    document TEXT NOT NULL
);

CREATE TABLE skus (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source_id TEXT UNIQUE,
    document TEXT NOT NULL
);

CREATE TABLE redemptions ( -- rollbacks too: `object` tells them apart
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    object TEXT NOT NULL,
    result TEXT,
    customer_id TEXT,
    order_id TEXT,
    voucher_id TEXT,
    campaign TEXT,      -- the campaign's name
    redemption_id TEXT, -- of a rollback: the redemption it takes back
    date TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE publications (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source_id TEXT,
    customer_id TEXT,
    campaign TEXT, -- the campaign's name
    voucher_code TEXT,
    result TEXT,
    created_at TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE transactions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    voucher_id TEXT NOT NULL,
    campaign_id TEXT,
    type TEXT,
    created_at TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL, -- looked up among the customer's events only, so no index of its own
    customer_id TEXT NOT NULL,
    type TEXT NOT NULL,
    category TEXT,
    campaign_id TEXT,
    campaign_type TEXT,
    created_at TEXT NOT NULL,
    alike INTEGER, -- one of many of a kind: of the document it has only what the view below puts together
    document TEXT
);

CREATE TABLE alike_events ( -- what events of a kind that were written at once have in common
    sequence INTEGER PRIMARY KEY,
    document TEXT NOT NULL -- null stands in place of the id and the customer
);

-- Customers as they were, if events of a kind tell of them: a customer may be named by many and is stored once.
CREATE TABLE past_customers (
    sequence INTEGER NOT NULL,   -- the customer's
    last_event INTEGER NOT NULL, -- the sequence of the last event that found them so
    document TEXT NOT NULL,
    figures TEXT,
    shown_figures TEXT AS (coalesce(figures,
        '{"summary":{"redemptions":{"total_redeemed":0,"total_failed":0,"total_succeeded":0,"total_rolled_back":0,"total_rollback_failed":0,"total_rollback_succeeded":0,'
        || '"gift":{"redeemed_amount":0,"amount_to_go":0},"loyalty_card":{"redeemed_points":0,"points_to_go":0}},'
        || '"orders":{"total_amount":0,"total_count":0,"average_amount":0,"last_order_amount":0}},'
        || '"loyalty":{"points":0,"referred_customers":0,"campaigns":{}},"referrals":{"total":0,"campaigns":[]}}'
    )),
    PRIMARY KEY (sequence, last_event)
) WITHOUT ROWID;

-- Events as they are told.
CREATE VIEW told_events AS SELECT
    sequence, id, customer_id, type, category, campaign_id, campaign_type, created_at,
    CASE WHEN alike IS NULL THEN document ELSE (
        SELECT json_set(alike_events.document, '$.id', events.id, '$.data.data.customer', json((
            SELECT substr(found.document, 1, length(found.document) - 1) || ',' || substr(found.shown_figures, 2)
            FROM ( -- two halves of one object
                SELECT last_event, past_customers.document, past_customers.shown_figures
                FROM customers JOIN past_customers USING (sequence)
                WHERE id = events.customer_id AND last_event >= events.sequence
                UNION ALL
                SELECT 9e18, document, shown_figures FROM customers WHERE id = events.customer_id
                ORDER BY 1 LIMIT 1
            ) AS found
        )))
        FROM alike_events WHERE alike_events.sequence = events.alike
    ) END AS document
FROM events;

CREATE TABLE metadata_schemas (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    related_object TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
);

CREATE TABLE consent_groups (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
);

CREATE TABLE consents (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
);

CREATE TABLE customer_consents (
    customer_id TEXT NOT NULL,
    consent_id TEXT NOT NULL,
    given INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (customer_id, consent_id)
) WITHOUT ROWID;

CREATE TABLE async_actions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE async_work ( -- the queue: what the unfinished actions still have to do
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    action_id TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL DEFAULT 0, -- rows applied: moved by the transaction that applies them
    source TEXT NOT NULL                 -- the event source of its events, JSON
);

CREATE TABLE async_content ( -- the rows as they were sent: apart, because writing a row writes all of it
    action_id TEXT PRIMARY KEY,
    content TEXT NOT NULL
);

CREATE TABLE async_failures ( -- the rows that could not be applied
    action_id TEXT NOT NULL,
    row INTEGER NOT NULL, -- from 1
    source_id TEXT,
    error TEXT NOT NULL,  -- JSON
    PRIMARY KEY (action_id, row)
) WITHOUT ROWID;

CREATE TABLE exports (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE files ( -- what an export or a report can be downloaded by
    id TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE file_pieces ( -- their contents, in pieces that are written and sent one by one
    file_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (file_id, number)
);

CREATE TABLE oauth_tokens (
    token TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

CREATE TABLE deletions (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL -- JSON
);
