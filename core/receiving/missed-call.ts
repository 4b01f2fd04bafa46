/** Calls that nobody answered, on a number or phone of the account. */
import { withoutSecrets } from '../secrets';
import { cutAddress, cutReason, shortId } from './lengths';

export interface MissedCall {
	/** The provider's id, or one derived from the call. Stable either way. */
	readonly id: string;
	/** The caller's number as the provider writes it; `null` if it was withheld. */
	readonly from: string | null;
	/** The number or device that was called; `null` if the provider does not say. */
	readonly to: string | null;
	/** The caller's name in the address book of the phone. */
	readonly name: string | null;
	/** ISO 8601 in UTC; `null` if the provider gives no readable time. */
	readonly calledAt: string | null;
	/** Provider id, as in the output of sends. */
	readonly provider: string;
	/** The provider's row, without secrets. */
	readonly raw: unknown;
}

/** Builds a missed call in the common shape. Values longer than they can be are cut. */
export const missedCall = ({
	row,
	...told
}: Omit<MissedCall, 'raw'> & {
	/** The provider's row as received; its secrets are removed here. */
	readonly row: unknown;
}): MissedCall => ({
	id: shortId(told.id),
	from: cutAddress(told.from),
	to: cutAddress(told.to),
	name: cutReason(told.name),
	calledAt: told.calledAt,
	provider: told.provider,
	raw: withoutSecrets(row),
});
