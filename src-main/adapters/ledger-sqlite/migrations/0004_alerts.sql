CREATE TABLE `alert_firings` (
	`scope_id` integer NOT NULL,
	`alert` integer NOT NULL,
	`number` integer NOT NULL,
	`batch_id` integer NOT NULL,
	`time` integer NOT NULL,
	`firing` text NOT NULL,
	`seen` integer,
	PRIMARY KEY(`scope_id`, `alert`, `number`),
	FOREIGN KEY (`scope_id`) REFERENCES `scopes`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `alert_firings_time` ON `alert_firings` (`scope_id`,`time`);
--> statement-breakpoint
CREATE INDEX `alert_firings_unseen` ON `alert_firings` (`scope_id`,`time`) WHERE "seen" IS NULL;
--> statement-breakpoint
CREATE TABLE `alerts` (
	`scope_id` integer NOT NULL,
	`alert` integer NOT NULL,
	`record` text NOT NULL,
	`removed` integer NOT NULL,
	PRIMARY KEY(`scope_id`, `alert`),
	FOREIGN KEY (`scope_id`) REFERENCES `scopes`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER `alert_firings_no_update` BEFORE UPDATE OF `scope_id`, `alert`, `number`, `batch_id`, `time`, `firing` ON `alert_firings` BEGIN SELECT RAISE(ABORT, 'alert_firings are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER `alert_firings_no_delete` BEFORE DELETE ON `alert_firings` BEGIN SELECT RAISE(ABORT, 'alert_firings are only added to'); END;
