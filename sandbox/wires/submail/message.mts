import { isChosen } from '../rows-fault.mts';
import { newId, roundMoney, type SubmailAccount } from './account.mts';
import { hasUnsubscribed } from './address-book.mts';
import { type App, type AppKind } from './apps.mts';
import { type Call } from './call.mts';
import { Refusal } from './errors.mts';
import { readRecipient } from './recipients.mts';
import { billedParts, checkText, type Text } from './text.mts';

/** A message of a request. `text` builds its text, and may throw a Refusal. */
export interface Outgoing {
	to: string;
	text: () => Text;
	/** Empty for a free text. */
	templateId: string;
	tag: string;
	batchlist?: string;
}

/** The result of one message. */
export type Settled = { to: string } & (
	{ sendId: string; fee: number; balance: number } | { refusal: Refusal }
);

/** One price for every country: money per part. */
const pricePerPart = 0.046;

/** Parts in the mainland, money elsewhere (docs/providers/submail.md §5). */
export function feeOf(text: string, kind: AppKind): number {
	const { parts } = billedParts(text, kind);
	return kind === 'domestic' ? parts : roundMoney(parts * pricePerPart);
}

/** The refusal for lack of credit; the money account has its own code (docs/providers/submail.md §11). */
export const usedUp = (kind: AppKind) => new Refusal(kind === 'domestic' ? '905' : '904');

/** Signatures in review are 126; unknown ones by a setting ([unsure], docs/providers/submail.md §8, §11). */
function checkRegistered(signature: string, account: SubmailAccount): void {
	if (signature === '') return;
	const known = account.signatures.find((entry) => entry.signature === signature);
	const refused = known
		? known.status !== 1
		: account.settings.submailUnknownSignature === 'refuse';
	if (refused) throw new Refusal('126');
}

interface Checked {
	e164: string;
	text: Text;
	fee: number;
}

/** All checks for one recipient; their order is the sandbox's choice. */
function check({ account, app }: Call, outgoing: Outgoing): Checked {
	const e164 = readRecipient(outgoing.to, app.kind, account.settings.submailMainlandPrefix);
	if (hasUnsubscribed(account, e164)) throw new Refusal('253');
	const text = outgoing.text();
	checkText(text, app.kind);
	checkRegistered(text.signature, account);
	const whole = text.signature + text.body;
	if (account.isDuplicate(e164, whole)) throw new Refusal('408');
	const fee = feeOf(whole, app.kind);
	if (fee > account.credit(app.kind)) throw usedUp(app.kind);
	return { e164, text, fee };
}

/** Adds a message to the phones and to the log; returns its send_id. */
function accept({ account, ip }: Call, app: App, outgoing: Outgoing, checked: Checked): string {
	const { e164, text, fee } = checked;
	const sendId = newId();
	const whole = text.signature + text.body;
	const { encoding, parts } = billedParts(whole, app.kind);
	account.charge(app.kind, fee);
	account.remember({
		sendId,
		appid: app.id,
		to: outgoing.to,
		e164,
		templateId: outgoing.templateId,
		signature: text.signature,
		body: text.body,
		fee,
		ip,
		sentAt: account.seconds(),
		reportAt: 0,
		batchlist: outgoing.batchlist ?? '',
	});
	account.world.phones.accept({
		id: sendId,
		provider: 'submail',
		to: e164,
		from: app.sender,
		text: whole,
		encoding,
		segments: parts,
		...(outgoing.tag && { reference: outgoing.tag }),
	});
	return sendId;
}

function attempt<T>(work: () => T): T | Refusal {
	try {
		return work();
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
}

/** Decides about one message and sends it; a fault may overrule the reported result. */
export function settle(call: Call, outgoing: Outgoing, index = 0): Settled {
	const { rows, account, app } = call;
	const { to } = outgoing;
	const checked = attempt(() => check(call, outgoing));
	const chosen = isChosen(rows, [to, checked instanceof Refusal ? to : checked.e164], index);
	const overruled = chosen && rows.status !== undefined ? new Refusal(rows.status) : undefined;
	if (checked instanceof Refusal) return { to, refusal: overruled ?? checked };
	if (overruled && !rows.accepted) return { to, refusal: overruled };
	const sendId = accept(call, app, outgoing, checked);
	if (overruled) return { to, refusal: overruled };
	return { to, sendId, fee: checked.fee, balance: account.credit(app.kind) };
}
