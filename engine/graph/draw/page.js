'use strict';
const views = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const stage = $('stage'), search = $('search'), about = $('about');
for (const v of Object.values(views)) {
  v.g = $('view-' + v.id);
  v.needs = v.nodes.map(() => []);
  v.users = v.nodes.map(() => []);
  for (const [from, to] of v.edges) { v.needs[from].push(to); v.users[to].push(from); }
  v.el = v.nodes.map((_, i) => $(v.id + i));
  v.path = new Map(v.edges.map(([a, b]) => [a + '-' + b, $(v.id + 'e' + a + '-' + b)]));
}
let view = views.targets, at = { x: 0, y: 0, k: 1 }, hits = [], now = -1, picked = -1;

// Where one stands.
function show() {
  stage.classList.toggle('far', at.k < 0.3);
  view.g.setAttribute('transform', `translate(${at.x} ${at.y}) scale(${at.k})`);
}
function zoom(factor, x, y) {
  const r = stage.getBoundingClientRect();
  if (x === undefined) { x = r.width / 2; y = r.height / 2; }
  const k = Math.min(4, Math.max(0.01, at.k * factor));
  at = { x: x - (x - at.x) * k / at.k, y: y - (y - at.y) * k / at.k, k };
  show();
}
function frame(x0, y0, x1, y1, most) {
  const r = stage.getBoundingClientRect(), pad = 40;
  const k = Math.min(most, (r.width - pad) / Math.max(1, x1 - x0), (r.height - pad) / Math.max(1, y1 - y0));
  at = { k, x: (r.width - (x0 + x1) * k) / 2, y: (r.height - (y0 + y1) * k) / 2 };
  show();
}
function fit() { frame(0, 0, view.width, view.height, 1.25); }
function box(i) {
  const n = view.nodes[i];
  return [n.x, n.y, n.x + n.w, n.y + 40];
}
function frameNodes(ids) {
  const bs = ids.map(box);
  frame(Math.min(...bs.map(b => b[0])), Math.min(...bs.map(b => b[1])), Math.max(...bs.map(b => b[2])), Math.max(...bs.map(b => b[3])), 1.1);
}
function centre(i) {
  const [x0, y0, x1, y1] = box(i), r = stage.getBoundingClientRect();
  if (at.k < 0.5) at.k = 0.9;
  at.x = r.width / 2 - (x0 + x1) / 2 * at.k;
  at.y = r.height / 2 - (y0 + y1) / 2 * at.k;
  show();
}

// What depends on what.
function reach(i, next) {
  const seen = new Set([i]), todo = [i];
  while (todo.length) for (const j of next[todo.pop()]) if (!seen.has(j)) { seen.add(j); todo.push(j); }
  return seen;
}
function clear() {
  for (const e of view.el) e.classList.remove('self', 'up', 'down');
  for (const p of view.path.values()) p.classList.remove('up', 'down');
  stage.classList.remove('picked');
  picked = -1;
  about.hidden = true;
}
function pick(i) {
  clear();
  if (i < 0) return remember();
  picked = i;
  const down = reach(i, view.needs), up = reach(i, view.users);
  for (const j of down) view.el[j].classList.add('down');
  for (const j of up) view.el[j].classList.add('up');
  view.el[i].classList.remove('up', 'down');
  view.el[i].classList.add('self');
  for (const [a, b] of view.edges) {
    if (down.has(a)) view.path.get(a + '-' + b).classList.add('down');
    if (up.has(b)) view.path.get(a + '-' + b).classList.add('up');
  }
  stage.classList.add('picked');
  tell(i, down.size - 1, up.size - 1);
  remember();
}
function tell(i, down, up) {
  const n = view.nodes[i];
  const add = (tag, text) => { const e = document.createElement(tag); e.textContent = text; about.append(e); return e; };
  about.replaceChildren();
  add('h2', n.name);
  add('p', [n.kind].concat(n.notes || []).join('\n'));
  for (const [title, ids, all] of [['Needs', view.needs[i], down], ['Needed by', view.users[i], up]]) {
    add('h3', `${title}: ${ids.length}, with what is behind ${all}`);
    for (const j of ids.slice(0, 200)) add('a', view.nodes[j].name).onclick = () => { pick(j); centre(j); };
  }
  about.hidden = false;
}

// Looking for names.
function find(text) {
  for (const i of hits) view.el[i].classList.remove('hit', 'now');
  hits = []; now = -1;
  const wanted = text.trim().toLowerCase();
  if (wanted) view.nodes.forEach((n, i) => { if ((n.name + ' ' + n.kind).toLowerCase().includes(wanted)) hits.push(i); });
  for (const i of hits) view.el[i].classList.add('hit');
  $('found').textContent = wanted ? hits.length + ' found' : '';
  remember();
}
function step(by) {
  if (!hits.length) return;
  if (now >= 0) view.el[hits[now]].classList.remove('now');
  now = (now + by + hits.length) % hits.length;
  view.el[hits[now]].classList.add('now');
  $('found').textContent = `${now + 1} of ${hits.length}`;
  centre(hits[now]);
}

// Packages, or what is in them.
function turn(name) {
  if (!views[name] || view === views[name]) return;
  clear();
  for (const i of hits) view.el[i].classList.remove('hit', 'now');
  view.g.setAttribute('hidden', '');
  view = views[name];
  view.g.removeAttribute('hidden');
  $('packages').setAttribute('aria-pressed', String(name === 'packages'));
  fit();
  find(search.value);
}
function open(i) {
  if (view !== views.packages) return;
  const group = view.nodes[i].name;
  turn('targets');
  const members = view.nodes.flatMap((n, j) => n.group === group ? [j] : []);
  search.value = '';
  find('');
  hits = members;
  for (const j of members) view.el[j].classList.add('hit');
  $('found').textContent = `${members.length} in ${group}`;
  frameNodes(members);
}

// The address keeps what is looked at.
let quiet = false;
function remember() {
  if (quiet) return;
  const p = new URLSearchParams();
  if (view.id === 'p') p.set('view', 'packages');
  if (search.value) p.set('q', search.value);
  if (picked >= 0) p.set('pick', view.nodes[picked].name);
  try { history.replaceState(null, '', '#' + p); } catch { /* some places forbid it */ }
}
function recall() {
  const p = new URLSearchParams(location.hash.slice(1));
  quiet = true;
  turn(p.get('view') === 'packages' ? 'packages' : 'targets');
  search.value = p.get('q') || '';
  find(search.value);
  const i = view.nodes.findIndex(n => n.name === p.get('pick'));
  pick(i);
  if (i >= 0) centre(i); else if (hits.length) step(1);
  quiet = false;
}

// Hands.
const pointers = new Map();
let moved = 0, spread = 0;
const target = e => { const g = e.target.closest && e.target.closest('.n'); return g ? +g.id.slice(1) : -1; };
stage.addEventListener('pointerdown', e => { pointers.set(e.pointerId, e); moved = 0; spread = 0; });
window.addEventListener('pointermove', e => {
  const last = pointers.get(e.pointerId);
  if (!last) return;
  const dx = e.clientX - last.clientX, dy = e.clientY - last.clientY;
  pointers.set(e.pointerId, e);
  moved += Math.abs(dx) + Math.abs(dy);
  if (pointers.size === 2) {
    const [a, b] = [...pointers.values()], d = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), r = stage.getBoundingClientRect();
    if (spread) zoom(d / spread, (a.clientX + b.clientX) / 2 - r.left, (a.clientY + b.clientY) / 2 - r.top);
    spread = d;
  } else if (moved > 3) {
    stage.classList.add('drags');
    at.x += dx; at.y += dy;
    show();
  }
});
for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, e => { pointers.delete(e.pointerId); stage.classList.remove('drags'); });
stage.addEventListener('click', e => { if (moved <= 3) pick(target(e)); });
stage.addEventListener('dblclick', e => { const i = target(e); if (i >= 0) open(i); else fit(); });
stage.addEventListener('wheel', e => {
  e.preventDefault();
  const r = stage.getBoundingClientRect();
  zoom(Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0016)), e.clientX - r.left, e.clientY - r.top);
}, { passive: false });
search.addEventListener('input', () => find(search.value));
search.addEventListener('keydown', e => {
  if (e.key === 'Enter') { step(e.shiftKey ? -1 : 1); e.preventDefault(); }
  if (e.key === 'Escape') { search.value = ''; find(''); search.blur(); }
  e.stopPropagation();
});
$('fit').onclick = fit;
$('packages').onclick = () => turn(view === views.packages ? 'targets' : 'packages');
const keys = {
  '/': () => search.focus(), '0': fit, f: fit, '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8),
  p: () => $('packages').click(), n: () => step(1), N: () => step(-1), Escape: () => { pick(-1); search.value = ''; find(''); },
  Enter: () => { if (picked >= 0) open(picked); else if (now >= 0) pick(hits[now]); },
  ArrowLeft: () => { at.x += 80; show(); }, ArrowRight: () => { at.x -= 80; show(); },
  ArrowUp: () => { at.y += 80; show(); }, ArrowDown: () => { at.y -= 80; show(); },
};
window.addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || !keys[e.key]) return;
  e.preventDefault();
  keys[e.key]();
});
window.addEventListener('resize', show);
window.addEventListener('hashchange', recall);
if (!views.packages) $('packages').hidden = true;
fit();
recall();
document.body.dataset.ready = 'yes';
