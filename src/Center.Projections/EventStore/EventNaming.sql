-- Which ids an event names: in the key of its stream, as actor, as the one acted for, or anywhere in its body. An index over
-- this answers "every event that names this person" without reading the log, and cannot disagree with it (decision 0035).
create or replace function center.ids_named(stream varchar, actor varchar, headers jsonb, data jsonb) returns uuid[]
    language sql immutable parallel safe
    as $$
        select coalesce(array_agg(found[1]::uuid), '{}')
        from regexp_matches(
            concat_ws(' ', stream, actor, headers ->> 'onBehalfOf', data::text),
            '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
            'g') found
    $$;

-- Looked for first: even to find an index that is there, "create index" would wait for all who append. New entries lie in a
-- list that is worked off by whoever fills it, so it is kept short: nobody's booking shall wait for long.
do $$
begin
    if to_regclass('center.mt_events') is not null and to_regclass('center.mt_events_naming') is null then
        create index if not exists mt_events_naming on center.mt_events
            using gin (center.ids_named(stream_id, user_name, headers, data)) with (gin_pending_list_limit = 256);
    end if;
end $$;
