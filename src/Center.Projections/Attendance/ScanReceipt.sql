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
