CREATE TABLE `erasures` (
	`workspace_id` text NOT NULL,
	`lead_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `lead_id`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`lead_id` text NOT NULL,
	`handoff_id` text NOT NULL,
	`cycle` integer NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`by` text NOT NULL,
	`data` text NOT NULL,
	FOREIGN KEY (`workspace_id`,`lead_id`) REFERENCES `leads`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id` ON `events` (`workspace_id`,`id`);--> statement-breakpoint
CREATE INDEX `events_lead` ON `events` (`workspace_id`,`lead_id`);--> statement-breakpoint
CREATE TABLE `external_ids` (
	`workspace_id` text NOT NULL,
	`source` text NOT NULL,
	`external_id` text NOT NULL,
	`is_test` integer NOT NULL,
	`lead_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `external_id`, `source`, `is_test`),
	FOREIGN KEY (`workspace_id`,`lead_id`) REFERENCES `leads`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `external_ids_lead` ON `external_ids` (`workspace_id`,`lead_id`);--> statement-breakpoint
CREATE TABLE `handoffs` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`lead_id` text NOT NULL,
	`cycle` integer NOT NULL,
	`state` text NOT NULL,
	`owner` text,
	`opened_at` integer NOT NULL,
	`posted_at` integer,
	`source` text,
	`is_test` integer NOT NULL,
	`is_history` integer NOT NULL,
	`channel` text,
	`ts` text,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`,`lead_id`) REFERENCES `leads`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `handoffs_lead` ON `handoffs` (`workspace_id`,`lead_id`,`cycle`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`workspace_id` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`lead_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `key`),
	FOREIGN KEY (`workspace_id`,`lead_id`) REFERENCES `leads`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_lead` ON `idempotency_keys` (`workspace_id`,`lead_id`);--> statement-breakpoint
CREATE INDEX `idempotency_keys_at` ON `idempotency_keys` (`at`);--> statement-breakpoint
CREATE TABLE `leads` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`owner` text,
	`handoff_id` text NOT NULL,
	`cycle` integer NOT NULL,
	`is_test` integer NOT NULL,
	`is_history` integer NOT NULL,
	`is_erased` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`email_key` text,
	`phone_key` text,
	`search` text,
	`profile` text,
	PRIMARY KEY(`workspace_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `leads_state` ON `leads` (`workspace_id`,`state`,`is_test`,`is_history`,`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `leads_owner` ON `leads` (`workspace_id`,`owner`,`state`,`opened_at`,`id`) WHERE "owner" is not null;--> statement-breakpoint
CREATE INDEX `leads_opened` ON `leads` (`workspace_id`,`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `leads_email` ON `leads` (`workspace_id`,`email_key`,`is_history`) WHERE "email_key" is not null;--> statement-breakpoint
CREATE INDEX `leads_phone` ON `leads` (`workspace_id`,`phone_key`) WHERE "phone_key" is not null;--> statement-breakpoint
CREATE INDEX `leads_phone_alone` ON `leads` (`workspace_id`,`phone_key`) WHERE "phone_key" is not null and "email_key" is null;--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`lane` text NOT NULL,
	`rank` integer NOT NULL,
	`lead_id` text,
	`handoff_id` text,
	`event_id` text,
	`after_key` text,
	`about` text,
	`state` text NOT NULL,
	`revision` integer NOT NULL,
	`taken_revision` integer NOT NULL,
	`delivered_revision` integer NOT NULL,
	`attempt` integer NOT NULL,
	`due_at` integer NOT NULL,
	`is_due` integer NOT NULL,
	`is_blocked` integer NOT NULL,
	`started_at` integer,
	`channel` text,
	`ts` text,
	`generation` integer NOT NULL,
	`is_doubtful` integer NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`readiness` text GENERATED ALWAYS AS (case when "state" not in ('pending', 'retry', 'ambiguous') then null when "ts" is null and "is_blocked" then null when not "is_due" then 'later' when "ts" is null then 'post' else 'edit' end) VIRTUAL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key` ON `outbox` (`workspace_id`,`key`);--> statement-breakpoint
CREATE INDEX `outbox_ready` ON `outbox` (`workspace_id`,`lane`,`readiness`,`rank`,`id`) WHERE "readiness" is not null;--> statement-breakpoint
CREATE INDEX `outbox_later` ON `outbox` (`workspace_id`,`lane`,`due_at`) WHERE "readiness" = 'later';--> statement-breakpoint
CREATE INDEX `outbox_after` ON `outbox` (`workspace_id`,`after_key`) WHERE "after_key" is not null;--> statement-breakpoint
CREATE INDEX `outbox_lead` ON `outbox` (`workspace_id`,`lead_id`) WHERE "lead_id" is not null;--> statement-breakpoint
CREATE INDEX `outbox_unsent` ON `outbox` (`workspace_id`,`id`) WHERE "ts" is null and "state" not in ('sent', 'dead');--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`workspace_id`,`state`,`due_at`);--> statement-breakpoint
CREATE TABLE `requests` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `requests_at` ON `requests` (`at`);--> statement-breakpoint
CREATE TABLE `settings_versions` (
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`json` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `version`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `texts` (
	`workspace_id` text NOT NULL,
	`lead_id` text NOT NULL,
	`event_id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `lead_id`, `event_id`),
	FOREIGN KEY (`workspace_id`,`lead_id`) REFERENCES `leads`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text,
	`settings_version` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
