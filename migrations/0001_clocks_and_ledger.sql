CREATE TABLE `absences` (
	`workspace_id` text NOT NULL,
	`user_id` text NOT NULL,
	`until` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `user_id`)
);
--> statement-breakpoint
CREATE TABLE `deadlines` (
	`workspace_id` text NOT NULL,
	`lead_id` text NOT NULL,
	`due_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `lead_id`),
	FOREIGN KEY (`workspace_id`,`lead_id`) REFERENCES `leads`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deadlines_due` ON `deadlines` (`workspace_id`,`due_at`,`lead_id`);--> statement-breakpoint
CREATE TABLE `ledger` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`topic` text NOT NULL,
	`subject` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_id` ON `ledger` (`workspace_id`,`id`);--> statement-breakpoint
CREATE INDEX `ledger_topic` ON `ledger` (`workspace_id`,`topic`,`subject`,`seq`);--> statement-breakpoint
CREATE TABLE `namings` (
	`workspace_id` text NOT NULL,
	`lead_id` text NOT NULL,
	`key` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `lead_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `handoffs_opened` ON `handoffs` (`workspace_id`,`is_test`,`opened_at`);--> statement-breakpoint
-- Leads that were open before there were deadlines are looked at as soon as the bot runs.
INSERT INTO `deadlines` (`workspace_id`, `lead_id`, `due_at`)
SELECT `workspace_id`, `id`, 0 FROM `leads`
WHERE `state` IN ('new', 'claimed', 'unqualified', 'returned', 'nurturing') AND NOT `is_test` AND NOT `is_history` AND NOT `is_erased`;
