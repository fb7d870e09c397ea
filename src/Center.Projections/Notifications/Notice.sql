-- How far notices have been made from a centre's log. No row: none have been, and none are of what happened before.
create schema if not exists center;

create table if not exists center.notice_position (
  centre text primary key,
  position bigint not null
);
