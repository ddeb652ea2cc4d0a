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
  contact integer,
  statements text not null default '[]' check (json_valid(statements)),
  created_at text not null,
  unique (campaign, step, prospect, channel)
) strict;
