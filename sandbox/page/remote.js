// The page's requests to the sandbox.

/** Posts to the control API; shows why if the sandbox refuses. */
export async function post(path, body) {
	try {
		const response = await fetch(`/__sandbox/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		complain(response.ok ? '' : ((await response.json()).error ?? 'The request failed.'));
	} catch {
		complain('The sandbox does not answer.');
	}
}

/** Shows a problem until the next request succeeds. */
function complain(text) {
	const problem = document.getElementById('problem');
	problem.hidden = text === '';
	problem.textContent = text;
}

export function say(text, tone) {
	const live = document.getElementById('live');
	live.textContent = text;
	live.className = `live ${tone}`;
}

/** The messages and replies so far. */
export async function readAll() {
	const read = async (path) => (await fetch(`/__sandbox/${path}?limit=5000`)).json();
	const [{ messages }, { replies }] = await Promise.all([read('messages'), read('replies')]);
	return { messages, replies };
}
