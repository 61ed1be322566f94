-- Times are milliseconds since 1970 UTC; 9223372036854775807 is "for ever".
-- A key is a byte for the family (4 or 6) and the address, so that a network is one range of keys.
-- Text from the network is as raw as it came; what is no Unicode is a blob of UTF-16.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE bans (
  id INTEGER PRIMARY KEY,
  network TEXT NOT NULL,
  first BLOB NOT NULL,
  last BLOB NOT NULL,
  prefix INTEGER NOT NULL,
  began INTEGER NOT NULL,
  until INTEGER NOT NULL,
  cause TEXT NOT NULL,
  rule TEXT NOT NULL,
  offence INTEGER NOT NULL,
  enforced INTEGER NOT NULL,
  note TEXT NOT NULL,
  lifted INTEGER,
  lifted_why TEXT NOT NULL DEFAULT '',
  turned_away INTEGER NOT NULL DEFAULT 0,
  last_seen INTEGER
);
CREATE INDEX bans_by_network ON bans (first);
CREATE INDEX bans_by_end ON bans (until);

CREATE TABLE evidence (
  ban INTEGER NOT NULL REFERENCES bans (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  weight REAL NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  agent TEXT NOT NULL,
  cross_site INTEGER NOT NULL,
  status INTEGER NOT NULL,
  PRIMARY KEY (ban, position)
) WITHOUT ROWID;

CREATE TABLE logins (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  client TEXT NOT NULL,
  client_key BLOB NOT NULL,
  zone TEXT NOT NULL,
  site TEXT NOT NULL,
  outcome TEXT NOT NULL,
  succeeded INTEGER NOT NULL,
  credential TEXT NOT NULL,
  weight REAL NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX logins_by_time ON logins (at);
CREATE INDEX logins_by_client ON logins (client_key);

CREATE TABLE probes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  client TEXT NOT NULL,
  client_key BLOB NOT NULL,
  source TEXT NOT NULL,
  zone TEXT NOT NULL,
  site TEXT NOT NULL,
  what TEXT NOT NULL,
  weight REAL NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  refusal TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX probes_by_time ON probes (at);
CREATE INDEX probes_by_client ON probes (client_key);

CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  client TEXT NOT NULL,
  client_key BLOB NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX notices_by_time ON notices (at);
CREATE INDEX notices_by_client ON notices (client_key);

CREATE TABLE owners (
  client_key BLOB PRIMARY KEY,
  client TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE credentials (
  hash TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE days (
  day TEXT NOT NULL,
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, name)
) WITHOUT ROWID;
