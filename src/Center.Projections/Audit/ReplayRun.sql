-- Replays that were asked for: the queue that every node takes from, and what came of them. Not made from events and
-- not needed to make anything from events.
create table if not exists center.replay_run (
    id               uuid        primary key,
    centre           text        not null,
    view             text        not null,
    as_of            bigint,
    requested_by     text        not null,
    requested_at     timestamptz not null,
    state            text        not null,
    started_at       timestamptz,
    alive_at         timestamptz,
    finished_at      timestamptz,
    cancel_requested boolean     not null default false,
    position         bigint,
    until            bigint,
    report           jsonb,
    reason           text
);
create index if not exists replay_run_list on center.replay_run (centre, id);
create index if not exists replay_run_open on center.replay_run (id) where state in ('queued', 'running');
-- What a run that is gone on with needs: how often nodes took it since somebody asked for it, by which taking it runs
-- now, and from where it goes on.
alter table center.replay_run add column if not exists attempts integer not null default 0;
alter table center.replay_run add column if not exists taking uuid;
alter table center.replay_run add column if not exists resumed_from bigint;
