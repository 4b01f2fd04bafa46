/** Reads the credential of a node. What is missing in it is said here, and not by n8n or the provider. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { baseAddress, originOf } from '../../core/addresses';
import { settle, toError } from '../errors';

type CredentialContext = Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>;

/** The code of the failure of a node without a credential of this type. */
export const NO_CREDENTIAL = 'NO_CREDENTIAL';

/**
 * @param required labels of the fields that must not be blank, by their names
 * @throws NodeOperationError if there is no credential, if n8n cannot read it, or if a field is blank
 */
export async function readCredential(
	ctx: CredentialContext,
	type: string,
	required: Readonly<Record<string, string>> = {},
): Promise<ICredentialDataDecryptedObject> {
	const refuse = (message: string, hint: string, code?: string) =>
		toError(ctx, { class: 'configuration', code, message, hint });
	const chosen = ctx.getNode().credentials?.[type];
	const name = chosen?.name ? ` "${chosen.name}"` : '';
	const read = await settle(ctx.getCredentials(type));
	if (!read.ok && !chosen) {
		const hint = 'Choose one at the top of the node.';
		throw refuse('The node has no credential', hint, NO_CREDENTIAL);
	}
	if (!read.ok) {
		// Deleted, not shared with this workflow, or with an expression that fails.
		throw refuse(
			`The credential${name} cannot be used: ${read.error.message.replace(/\.$/, '')}`,
			'Check the credential and its expressions, or choose another one at the top of the node.',
		);
	}
	const blank = Object.entries(required).filter(
		([field]) => String(read.value[field] ?? '').trim() === '',
	);
	if (blank.length === 0) return read.value;
	const labels = blank.map(([, label]) => label).join(' and no ');
	throw refuse(`The credential${name} has no ${labels}`, 'Open the credential and fill it in.');
}

/** The origin of the credential's Base URL; `undefined` if there is none that can be used. Never throws. */
export async function ownOrigin(ctx: CredentialContext, type: string): Promise<string | undefined> {
	const read = await settle(ctx.getCredentials(type));
	return read.ok ? originOf(baseAddress(read.value.baseUrl)) : undefined;
}
