/** Refuses or delivers the message to one number of a send (docs/providers/gotone.md §3, §5). */
import { type RowsFault } from '../../fault-spec.mts';
import { readNumber } from '../../numbers.mts';
import { isChosen } from '../rows-fault.mts';
import { type GoToneAccount } from './account.mts';
import { type Outgoing } from './outgoing.mts';
import { type Report } from './shapes.mts';

/** The software's message for a refused number; undefined when it is accepted. */
export function refusalOf(digits: string, { world }: GoToneAccount): string | undefined {
	const { gotoneCountries, gotoneBlacklist } = world.settings;
	const number = readNumber(`+${digits}`);
	if (!number) return `${digits} is a invalid phone number`;
	if (gotoneBlacklist.includes(digits)) return 'Number contains in the blacklist';
	if (gotoneCountries === '*' || gotoneCountries.includes(number.country)) return undefined;
	return `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${digits}`;
}

/**
 * Passes one message to the gateway and returns its report, which exists whatever the gateway
 * answers. A scheduled message gets its report when it is due; the sandbox does not list that one.
 */
export function deliver(
	account: GoToneAccount,
	outgoing: Outgoing,
	place: { to: string; index: number; rows: RowsFault; sendAt?: Date },
): Report {
	const { world } = account;
	const { from, text, type, parts } = outgoing;
	const { to, index, rows, sendAt } = place;
	const overruled = isChosen(rows, [to, `+${to}`], index) ? rows.status : undefined;
	const now = new Date().toISOString();
	const report: Report = {
		id: account.nextId(),
		uid: account.nextUid(),
		to,
		from,
		message: text,
		sms_type: type,
		status: overruled ?? world.settings.gotoneGateway,
		cost: String(parts.segments),
		sms_count: parts.segments,
		created_at: now,
		updated_at: now,
	};
	account.charge(parts.segments);
	if (!sendAt) account.remember(report);
	if (overruled === undefined || rows.accepted === true) {
		world.phones.accept({
			id: report.uid,
			provider: 'goToneSms',
			to: `+${to}`,
			from,
			text,
			encoding: parts.encoding,
			segments: parts.segments,
			...(sendAt && { scheduledAt: sendAt.toISOString() }),
		});
	}
	return report;
}
