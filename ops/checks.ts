import type { Check } from "./check.ts";
import { alarms } from "./checks/alarms.ts";
import { breakerFunction } from "./checks/breaker-function.ts";
import { clock } from "./checks/clock.ts";
import { concurrency } from "./checks/concurrency.ts";
import { deadLetters } from "./checks/dead-letters.ts";
import { deliveryQueue } from "./checks/delivery-queue.ts";
import { ehlo } from "./checks/ehlo.ts";
import { limits } from "./checks/limits.ts";
import { login } from "./checks/login.ts";
import { mapping } from "./checks/mapping.ts";
import { mappingSettings } from "./checks/mapping-settings.ts";
import { nativeRedrive } from "./checks/native-redrive.ts";
import { secret } from "./checks/secret.ts";
import { subscribers } from "./checks/subscribers.ts";
import { table } from "./checks/table.ts";
import { version } from "./checks/version.ts";
import { visibility } from "./checks/visibility.ts";

/** Everything that `doctor` looks at, what stops all mail first. */
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
	subscribers,
	deadLetters,
	nativeRedrive,
	limits,
	table,
	clock,
	version,
];
