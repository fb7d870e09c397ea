-- How often bookings were refused. Refusals write no events, so this is telemetry: counted in memory, written now and then,
-- lost with a process that dies, and not replayable. Nothing is decided by it.
create table if not exists center.refusal (
    centre   text        not null,
    hour     timestamptz not null,
    rule     text        not null,
    facility text        not null,
    count    bigint      not null,
    primary key (centre, hour, rule, facility)
);
