-- The public log of each centre. Leaves, hashes and checkpoints are written once and never changed; they cannot be made
-- again from events, for a leaf says what an event was when it was sealed. Back these tables up with the events.

-- How far the log has come. One row a centre; whoever adds leaves holds it for update.
create table if not exists center.log_state (
  centre text primary key,
  epoch int not null,
  origin text not null,
  public_key bytea not null,
  size bigint not null,
  position bigint not null,
  frontier bytea not null
);

-- Leaves, with those in log_stretch without gaps from 0: all that were sealed before there was log_stretch, and since then
-- those that are out of the ordinary. The commitment is the entry that is published. The salt is here only where the event
-- has none of its own; gaps have neither position nor event.
create table if not exists center.log_leaf (
  centre text not null,
  leaf bigint not null,
  kind text not null,
  position bigint,
  event uuid,
  commitment bytea not null,
  salt bytea,
  late boolean not null default false,
  primary key (centre, leaf)
);

create unique index if not exists log_leaf_position on center.log_leaf (centre, position);
create index if not exists log_leaf_event on center.log_leaf (centre, event);
create index if not exists log_leaf_odd on center.log_leaf (centre, leaf) where late or kind <> 'event';

-- Ordinary leaves: of events in their place, each with a salt of its own. Neighbours in the tree and in position lie in one
-- row, whose first leaf and position are said; a row never goes beyond a multiple of 256 leaves, where a tile ends.
create table if not exists center.log_stretch (
  centre text not null,
  leaf bigint not null,
  position bigint not null,
  events uuid[] not null,
  commitments bytea not null,
  primary key (centre, leaf)
);

create unique index if not exists log_stretch_position on center.log_stretch (centre, position);

-- Hashes cannot be made smaller.
alter table center.log_stretch alter column events set storage external, alter column commitments set storage external;

-- Positions that were drawn and given up, both ends inclusive, and the leaf that says so.
create table if not exists center.log_gap (
  centre text not null,
  first bigint not null,
  last bigint not null,
  leaf bigint not null,
  primary key (centre, first)
);

create index if not exists log_gap_leaf on center.log_gap (centre, leaf);

-- The root of every complete subtree of 256^level leaves, level 1 and above; level 0 are the leaves.
create table if not exists center.log_hash (
  centre text not null,
  level int not null,
  place bigint not null,
  hash bytea not null,
  primary key (centre, level, place)
);

-- What was signed, or is about to be: the row comes first, the signature after. Never two roots for one size.
create table if not exists center.log_checkpoint (
  centre text not null,
  size bigint not null,
  epoch int not null,
  position bigint not null,
  root bytea not null,
  made_at timestamptz not null default clock_timestamp(),
  note text,
  primary key (centre, size)
);

create index if not exists log_checkpoint_published on center.log_checkpoint (centre, size) where note is not null;

-- What witnesses signed under a checkpoint, a line each, as they answered it.
create table if not exists center.log_cosignature (
  centre text not null,
  size bigint not null,
  witness text not null,
  epoch int not null,
  line text not null,
  cosigned_at timestamptz not null,
  primary key (centre, size, witness)
);

create index if not exists log_cosignature_witness on center.log_cosignature (centre, epoch, witness, size);
