-- Businesses as the official registers have them: Companies House and KBO open data, filled by `pipeline registers import`.
create table register_entity (
  register text not null check (register in ('companies-house', 'kbo')),
  -- as the register prints it, without dots: 01234567, SC012345, 0123456749
  number text not null,
  name text not null,
  postcode text,
  street text,
  town text,
  form text,
  legal_kind text not null check (legal_kind in ('corporate', 'sole', 'unknown')),
  status text not null,
  started_on text,
  -- activity codes (SIC 2007, NACE), the main one first, as a JSON array
  activities text not null default '[]' check (json_valid(activities)),
  -- day of the register's file
  as_of text not null,
  primary key (register, number)
) strict, without rowid;

-- Every name an entity is known by, folded (text/company-names.ts), beside its postcode ('' where it has none).
create table register_name (
  register text not null,
  postcode text not null,
  name_key text not null,
  number text not null,
  as_of text not null,
  primary key (register, postcode, name_key, number)
) strict, without rowid;
create index register_name_key on register_name (register, name_key);

-- What was imported and when; a register that was never imported proves nothing by silence.
create table register_import (
  id integer primary key,
  register text not null,
  file text not null,
  as_of text not null,
  entities integer not null,
  set_aside integer not null,
  imported_at text not null
) strict;
