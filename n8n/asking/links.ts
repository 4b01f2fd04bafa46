/** The links of a question. n8n signs them; both it and we check that. */
import { type IExecuteFunctions, type IWebhookFunctions, NodeOperationError } from 'n8n-workflow';
import { linkKey } from '../../core/asking/question';
import { replyKey } from '../../core/asking/reply';
import { sameText } from '../../core/digests';
import { isPrivateUrl } from '../../core/addresses';
import { errorNode } from '../errors';

/** The parameter of a link that says which run asked whom. */
const KEY = 'ask';

/** What n8n adds to the links that it signs. */
const SIGNATURE = 'signature';

type Signing = Pick<IExecuteFunctions | IWebhookFunctions, 'getSignedResumeUrl'>;

/** The link of a person in this execution: the same one whenever it is asked for. */
export const linkOf = (ctx: Signing, run: number, position: number): string =>
	ctx.getSignedResumeUrl({ [KEY]: linkKey(run, position) });

/** The address of a rule in this execution, to which a provider passes on replies. */
export const addressOf = (ctx: Signing, run: number, provider: string): string =>
	ctx.getSignedResumeUrl({ [KEY]: replyKey(run, provider) });

/** A text without the signatures of links: whoever reads one could answer in another person's name. */
export const withoutSignatures = (text: string): string =>
	text.replace(/signature=[\da-f]{64}/g, `${SIGNATURE}=…`);

/** What the link of a request says, and whether n8n signed exactly that. */
export function readLink(ctx: IWebhookFunctions): { key: unknown; isSigned: boolean } {
	const {
		[KEY]: key,
		[SIGNATURE]: signature,
		...others
	} = ctx.getQueryData() as Record<string, unknown>;
	if (typeof key !== 'string' || typeof signature !== 'string' || Object.keys(others).length > 0) {
		return { key, isSigned: false };
	}
	// n8n 2.8 checks links only if asked to, and then answers with JSON. It signs the execution and the
	// node too, so that a link fits nowhere else.
	const expected = new URL(ctx.getSignedResumeUrl({ [KEY]: key })).searchParams.get(SIGNATURE);
	return { key, isSigned: expected !== null && sameText(signature, expected) };
}

/**
 * Phones cannot open a private address, unless the providers are on one too (a test server).
 *
 * @param isTest whether all providers are on private addresses
 * @throws NodeOperationError that says how to set the address
 */
export function refusePrivateAddress(ctx: IExecuteFunctions, isTest: boolean): void {
	const link = new URL(linkOf(ctx, 0, 0));
	if (isTest || !isPrivateUrl(link.href)) return;
	throw new NodeOperationError(
		errorNode(ctx),
		`The link in the text would lead to ${link.origin}, which phones cannot open`,
		{
			description:
				'Set the environment variable WEBHOOK_URL of n8n to the address at which it can be reached from the internet, such as https://n8n.example.com/, and restart n8n.',
		},
	);
}
