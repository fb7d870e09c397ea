-- Keys that sign the cookies of the pages, sealed by the vault key; every node reads the same.
create table if not exists center.cookie_key (
  name text primary key,
  xml text not null
);
