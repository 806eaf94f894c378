CREATE TABLE `amendments` (
	`order_id` integer NOT NULL,
	`batch_id` integer NOT NULL,
	`line` integer NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`lots` integer NOT NULL,
	`limit_ticks` integer,
	`trigger_ticks` integer,
	`trail_ticks` integer,
	`expires_at` integer,
	`reason` text,
	`time` integer NOT NULL,
	PRIMARY KEY(`order_id`, `batch_id`, `line`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `orders` ADD `trail_ticks` integer;
--> statement-breakpoint
ALTER TABLE `orders` ADD `expires_at` integer;
--> statement-breakpoint
ALTER TABLE `orders` ADD `amendments` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `orders` ADD `terms` text;
--> statement-breakpoint
ALTER TABLE `orders` ADD `pending` text;
--> statement-breakpoint
CREATE INDEX `orders_group` ON `orders` (`scope_id`,`group_id`) WHERE "group_id" IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER `amendments_no_update` BEFORE UPDATE ON `amendments` BEGIN SELECT RAISE(ABORT, 'amendments are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER `amendments_no_delete` BEFORE DELETE ON `amendments` BEGIN SELECT RAISE(ABORT, 'amendments are only added to'); END;
