-- The vault: the one place of names, contacts and notes. Not rebuilt from events, on purpose.
create schema if not exists center;

-- A person's data key, wrapped by a key that is not in the database. Null: destroyed, for good.
create table if not exists center.person_key (
  centre text not null,
  person text not null,
  wrapped_key bytea null,
  primary key (centre, person)
);

create table if not exists center.personal (
  centre text not null,
  person text not null,
  field text not null,
  sealed bytea not null,
  primary key (centre, person, field)
);

-- Exact search by keyed hash: without the key, nobody can try phone numbers against it.
create table if not exists center.personal_index (
  centre text not null,
  field text not null,
  digest bytea not null,
  person text not null,
  primary key (centre, field, digest, person)
);

create index if not exists personal_index_person on center.personal_index (centre, person, field);

-- Which vault key this database belongs to: a service with another key must not start on it.
create table if not exists center.vault_fingerprint (
  singleton boolean primary key default true check (singleton),
  fingerprint bytea not null
);
