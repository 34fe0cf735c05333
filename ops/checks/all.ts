import { alarmTopics } from "./alarm-topics.ts";
import { alarms } from "./alarms.ts";
import { breakerFunction } from "./breaker-function.ts";
import type { Check } from "./check.ts";
import { clock } from "./clock.ts";
import { concurrency } from "./concurrency.ts";
import { deadLetters } from "./dead-letters.ts";
import { deliveryQueue } from "./delivery-queue.ts";
import { ehlo } from "./ehlo.ts";
import { limits } from "./limits.ts";
import { login } from "./login.ts";
import { mapping } from "./mapping.ts";
import { mappingSettings } from "./mapping-settings.ts";
import { nativeRedrive } from "./native-redrive.ts";
import { secret } from "./secret.ts";
import { subscribers } from "./subscribers.ts";
import { table } from "./table.ts";
import { version } from "./version.ts";
import { visibility } from "./visibility.ts";

/** All checks of `doctor`, those of problems that stop all mail first. */
export const CHECKS: readonly Check[] = [
	secret,
	login,
	ehlo,
	mapping,
	mappingSettings,
	visibility,
	deliveryQueue,
	concurrency,
	breakerFunction,
	alarms,
	alarmTopics,
	subscribers,
	deadLetters,
	nativeRedrive,
	limits,
	table,
	clock,
	version,
];
