-- Phones, e-mail addresses and domains that stand on listings of too many names or places to be one business's own.
-- Made anew from the listings by one statement; a value that is no longer shared goes.
create table shared_contact (
  kind text not null check (kind in ('phone', 'email', 'domain')),
  value text not null,
  names integer not null,
  areas integer not null,
  listings integer not null,
  found_at text not null,
  primary key (kind, value)
) strict, without rowid;
