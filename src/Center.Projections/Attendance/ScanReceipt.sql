-- What every scan was answered, so that a scan sent again is answered the same and appends nothing.
-- Holds nothing that the events do not say: see ScanReceipts.RebuildAsync.
create table if not exists center.scan_receipt (
  centre text not null,
  device uuid not null,
  scan_id text not null,
  seq bigint not null,
  roll text not null,
  result text not null,
  reason text,
  flags jsonb not null,
  primary key (centre, device, scan_id)
);

create index if not exists scan_receipt_seq on center.scan_receipt (centre, device, seq);

-- Whether nothing with the number before it has come. By these few, what is missing is found without reading the rest.
do $$
begin
    if not exists (
        select from pg_attribute where attrelid = 'center.scan_receipt'::regclass and attname = 'after_hole'
    ) then
        alter table center.scan_receipt add column after_hole boolean not null default true;
        update center.scan_receipt receipt set after_hole = false
        from center.scan_receipt before
        where before.centre = receipt.centre and before.device = receipt.device and before.seq = receipt.seq - 1;
    end if;
end $$;
create index if not exists scan_receipt_after_hole on center.scan_receipt (centre, device, seq) where after_hole;
