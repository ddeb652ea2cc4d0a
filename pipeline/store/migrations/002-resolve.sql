-- One real business. Its id is stable: merged and gone prospects keep their row.
create table prospect (
  id integer primary key,
  region text not null,
  language text not null,
  state text not null default 'live' check (state in ('live', 'merged', 'gone')),
  merged_into integer references prospect (id),
  -- the golden record (model/prospect.ts), and columns of it to search and sort by
  golden text not null check (json_valid(golden)),
  name text not null,
  trade text,
  phone text,
  email text,
  domain text,
  postcode text,
  town text,
  -- how many listings it had when last resolved: fewer now means that some were erased
  listings integer not null default 0,
  created_at text not null,
  changed_at text not null
) strict;
create index prospect_state on prospect (state, region);

-- Which listing belongs to which prospect, and why.
create table member (
  listing integer primary key references listing (id) on delete cascade,
  prospect integer not null references prospect (id),
  because text not null check (json_valid(because)),
  probability real not null,
  at text not null,
  -- the listing as it was when last resolved; another digest means that it is due again
  digest text not null default '',
  -- the prospect it was first put in, to which it returns when a merge is undone
  home integer references prospect (id)
) strict;
create index member_prospect on member (prospect);

-- What became of each prospect: made, merged, split, gone, by the matcher or by hand.
create table prospect_log (
  id integer primary key,
  prospect integer not null references prospect (id),
  what text not null check (what in ('made', 'merged', 'split', 'gone', 'back')),
  other integer references prospect (id),
  why text not null,
  at text not null
) strict;
create index prospect_log_of on prospect_log (prospect);

-- What people said about two listings (a < b): they are, or are not, one business. Holds for ever.
create table pair_answer (
  a integer not null references listing (id) on delete cascade,
  b integer not null references listing (id) on delete cascade,
  same integer not null check (same in (0, 1)),
  by text not null,
  at text not null,
  primary key (a, b),
  check (a < b)
) strict, without rowid;
create index pair_answer_b on pair_answer (b);

-- Pairs of listings (a < b) that spoke for one business when last compared. Rows of erased listings are left
-- out when they are read, and go at the next rebuild.
create table match_edge (
  a integer not null,
  b integer not null,
  primary key (a, b)
) strict, without rowid;

-- The fitted classes (resolve/classes.ts), and how many listings they were fitted on.
create table match_model (
  id integer primary key check (id = 1),
  model text not null check (json_valid(model)),
  listings integer not null,
  at text not null
) strict;
