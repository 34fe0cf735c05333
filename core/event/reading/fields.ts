import * as v from "valibot";
import { isObject } from "../../json.ts";
import { hasControlCharacters } from "../../message/address.ts";
import { timeOf } from "../time.ts";

/**
 * An object with these fields and whatever AWS adds. Every schema here has a message of its own:
 * the library's repeat the value.
 */
export const fields = <Entries extends v.ObjectEntries>(entries: Entries) =>
	v.looseObject(entries, "an object");

/** One line with something in it. */
export const line = (most: number) =>
	v.pipe(
		v.string("a string"),
		v.minLength(1, "at least 1 character"),
		v.maxLength(most, `at most ${most} characters`),
		v.check(
			(text) => !hasControlCharacters(text),
			"text without line breaks and control characters",
		),
	);

export const time = v.pipe(
	v.string("a time"),
	v.maxLength(40, "at most 40 characters"),
	v.check(
		(text) => timeOf(text) !== undefined,
		"a time with zone, such as 2026-11-25T08:00:00Z",
	),
);

export const account = v.pipe(
	v.string("an account id"),
	v.regex(/^\d{12}$/, "an account id of 12 digits"),
);

export const region = v.pipe(
	v.string("a region"),
	v.regex(/^[a-z0-9-]{1,32}$/, "a region such as eu-west-1"),
);

export const object = v.custom<object>(isObject, "an object");

/** ARN of one service: `arn:aws:sns:eu-west-1:123456789012:…`. */
export const arn = (service: string, resource: string) =>
	v.pipe(
		v.string("an ARN"),
		v.maxLength(1024, "at most 1024 characters"),
		v.regex(
			new RegExp(
				`^arn:aws[a-z-]*:${service}:[a-z0-9-]{1,32}:\\d{12}:${resource}$`,
			),
			`an ARN such as arn:aws:${service}:eu-west-1:123456789012:…`,
		),
	);
