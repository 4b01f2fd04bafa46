// The button that leads to phones which got something while they were out of sight.

const button = document.getElementById('news');
const unseen = new Set(); // the newest last
const phoneOf = new WeakMap(); // of a card

const observer = new IntersectionObserver((entries) => {
	for (const { isIntersecting, target } of entries) {
		if (isIntersecting) unseen.delete(phoneOf.get(target));
	}
	draw();
});

const newest = () => [...unseen].at(-1);

function draw() {
	button.hidden = unseen.size === 0;
	if (unseen.size === 0) return;
	button.textContent =
		unseen.size === 1 ? `New on ${newest().number}` : `New on ${unseen.size} phones`;
}

/** Notices when the card of a phone is in sight. */
export function watch(phone) {
	const { card } = phone;
	if (phoneOf.has(card)) return;
	phoneOf.set(card, phone);
	observer.observe(card);
}

/** Says that a phone got something, unless the user sees it. */
export function announce(phone) {
	const box = phone.card?.isConnected ? phone.card.getBoundingClientRect() : null;
	if (box && box.bottom > 0 && box.top < innerHeight) return;
	unseen.delete(phone);
	unseen.add(phone);
	draw();
}

export function forgetNews() {
	unseen.clear();
	draw();
}

/** @param show brings a phone onto the page if it is not among the shown ones */
export function onNews(show) {
	button.addEventListener('click', () => {
		const phone = newest();
		if (!phone) return;
		show(phone);
		unseen.delete(phone);
		draw();
		phone.card?.scrollIntoView({ block: 'center' });
		phone.card?.querySelector('.thread').focus({ preventScroll: true });
	});
}
