-- What the marks of delivered states are salted with, now and before: after a crash, another build decides about the same event as the one before did.
-- Lock time: none to speak of. Size: about 130 bytes per destination that wants changes only.
ALTER TABLE destination_ledger ADD COLUMN mark_salt BLOB;
ALTER TABLE destination_ledger ADD COLUMN earlier_salt BLOB;
ALTER TABLE destination_ledger ADD COLUMN earlier_to INTEGER NOT NULL DEFAULT 0;
