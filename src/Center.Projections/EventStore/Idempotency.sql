-- Answers of accepted requests, kept for 24 hours and written in the request's own transaction.
create table if not exists center.idempotency (
    centre     text        not null,
    credential uuid        not null,
    route      text        not null,
    key        text        not null,
    body_hash  bytea       not null,
    status     int         not null,
    headers    jsonb       not null,
    body       text        not null,
    at         timestamptz not null,
    primary key (centre, credential, route, key)
);
create index if not exists idempotency_at on center.idempotency (at);
