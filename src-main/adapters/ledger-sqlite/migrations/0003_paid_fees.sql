CREATE TABLE `fee_lots` (
	`fill_id` integer NOT NULL,
	`line` integer NOT NULL,
	`instrument_id` integer NOT NULL,
	`origin` text NOT NULL,
	`lots` integer NOT NULL,
	`value` text NOT NULL,
	`realised` text NOT NULL,
	`origin_realised` text,
	PRIMARY KEY(`fill_id`, `line`),
	FOREIGN KEY (`fill_id`) REFERENCES `fills`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`instrument_id`) REFERENCES `instruments`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `fills` ADD `paid` text;
--> statement-breakpoint
CREATE TRIGGER `fee_lots_no_update` BEFORE UPDATE ON `fee_lots` BEGIN SELECT RAISE(ABORT, 'lots given up for fees are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER `fee_lots_no_delete` BEFORE DELETE ON `fee_lots` BEGIN SELECT RAISE(ABORT, 'lots given up for fees are only added to'); END;