-- Who holds which unit when: a booking, or a closure, which stands under its own id with the kind 'closure'. Written in the transaction of the booking's events; the exclusion constraints are the last
-- word on double booking, whatever code or node writes. Rebuildable from the events: see Allocations.
create table if not exists center.unit (
    key    int  generated always as identity primary key,
    centre text not null,
    code   text not null,
    unique (centre, code)
);

create table if not exists center.allocation (
    centre       text      not null,
    unit         int       not null references center.unit (key),
    during       tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
    booking      uuid      not null,
    own          tstzrange not null,
    kind         text      not null,
    person       uuid,
    organisation text,
    expires_at   timestamptz,
    constraint allocation_unit_once exclude using gist (unit with =, during with &&)
);
create unique index if not exists allocation_booking on center.allocation (centre, booking, unit);
create index if not exists allocation_expiring on center.allocation (centre, expires_at) where expires_at is not null;
create index if not exists allocation_person on center.allocation (centre, person, lower(own)) where person is not null;
create index if not exists allocation_organisation on center.allocation (centre, organisation, lower(own))
    where organisation is not null;

-- One person is in one place at a time, where the house rules say so.
create table if not exists center.presence (
    centre  text      not null,
    person  uuid      not null,
    during  tstzrange not null check (not isempty(during)),
    booking uuid      not null,
    constraint presence_once exclude using gist (person with =, during with &&, centre with =)
);
-- At first the centre stood first, which made the index several times slower.
do $$
begin
    if exists (select from pg_constraint where conname = 'presence_person_once') then
        alter table center.presence
            add constraint presence_once exclude using gist (person with =, during with &&, centre with =),
            drop constraint presence_person_once;
    end if;
end $$;
create unique index if not exists presence_booking on center.presence (centre, booking);
