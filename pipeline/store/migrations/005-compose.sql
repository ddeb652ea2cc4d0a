-- A message as composed, before anybody has approved it (model/draft.ts). Composed anew, it replaces its former self.
create table draft (
  id integer primary key,
  prospect integer not null references prospect (id),
  campaign text not null,
  template_set text not null,
  step integer not null default 0 check (step >= 0),
  channel text not null check (channel in ('email', 'letter', 'call', 'form')),
  language text not null,
  variant text not null,
  subject text,
  body text not null,
  html text,
  -- contact it is addressed to; a letter goes to the prospect's address
  contact integer,
  -- each sentence that states something about the business, and its evidence
  statements text not null default '[]' check (json_valid(statements)),
  -- whether a verdict allowed it when it was composed; 'unchecked' where there was none. Sending asks again.
  clearance text not null default 'unchecked'
    check (clearance in ('open', 'unchecked')),
  notice text not null default 'none' check (notice in ('none', 'art14')),
  -- the moment at which its oldest finding grows too old to be said
  fresh_until text,
  -- SHA-256 of what the recipient reads
  digest text not null,
  created_at text not null,
  unique (campaign, step, prospect, channel)
) strict;
create index draft_prospect on draft (prospect);

-- Where a prospect claims its listing: an unguessable token for links, a shorter code for print.
create table claim_link (
  token text primary key,
  code text not null unique,
  prospect integer not null references prospect (id),
  campaign text not null,
  created_at text not null,
  unique (prospect, campaign)
) strict;
