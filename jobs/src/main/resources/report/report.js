(function () {
  'use strict';
  var doc = document, root = doc.documentElement;
  function all(selector, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(selector)); }
  root.setAttribute('data-script', 'on');
  all('.tools,.flt').forEach(function (e) { e.hidden = false; });

  // a mark of a picture tells what its row says
  var tip = doc.getElementById('tip');
  function line(name, text) { var e = doc.createElement(name); e.textContent = text; tip.appendChild(e); }
  function show(event) {
    var mark = event.target.closest && event.target.closest('svg a');
    var row = mark && doc.getElementById(mark.getAttribute('href').slice(1));
    if (!row) { tip.hidden = true; return; }
    tip.textContent = '';
    if (row.dataset.a) {
      line('b', row.cells[1].textContent);
      line('span', row.querySelector('.sen').firstChild ? sentence(row.querySelector('.sen')) : '');
      line('i', row.cells[0].textContent + ' \u00b7 ' + row.querySelector('.out').textContent + ' \u00b7 ' + row.cells[6].textContent + ' events');
    } else {
      line('b', row.cells[1].textContent);
      line('span', row.cells[7].textContent);
      line('i', 'grade ' + row.cells[3].textContent + ', rule ' + row.cells[4].textContent);
    }
    tip.hidden = false;
    var box = mark.getBoundingClientRect(), byKey = event.type === 'focusin';
    var x = byKey ? box.left : event.clientX, y = byKey ? box.bottom : event.clientY;
    tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = (y + 16 + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 12 : y + 16) + 'px';
  }
  function sentence(cell) {
    var text = '';
    cell.childNodes.forEach(function (n) { if (!n.classList || !n.classList.contains('tl2')) text += n.textContent; });
    return text;
  }
  doc.addEventListener('mousemove', show);
  doc.addEventListener('focusin', show);
  doc.addEventListener('focusout', function () { tip.hidden = true; });

  // filters, one for each table of steps
  var filters = all('.flt').map(function (bar) {
    var input = bar.querySelector('input'), said = bar.querySelector('output');
    var rows = all('tbody tr', doc.getElementById(bar.dataset['for']));
    var text = rows.map(function (r) { return r.textContent.toLowerCase(); });
    var actor = '', outcome = '';
    function run() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0, events = 0;
      rows.forEach(function (r, i) {
        var ok = (!actor || r.dataset.a === actor)
          && (!outcome || r.dataset.o === outcome || r.dataset.o === 'mixed')
          && words.every(function (w) { return text[i].indexOf(w) >= 0; });
        r.hidden = !ok;
        if (ok) { shown++; events += +r.dataset.n; }
      });
      said.textContent = shown + ' of ' + rows.length + ' steps, ' + events.toLocaleString('en') + ' events';
      all('[data-f]', bar).forEach(function (b) { b.setAttribute('aria-pressed', b.dataset.f === actor); });
      all('[data-o]', bar).forEach(function (b) { b.setAttribute('aria-pressed', b.dataset.o === outcome); });
    }
    input.addEventListener('input', run);
    input.addEventListener('keydown', function (e) { if (e.key === 'Escape') { input.value = ''; run(); } });
    all('[data-f]', bar).forEach(function (b) { b.addEventListener('click', function () { actor = b.dataset.f; run(); }); });
    all('[data-o]', bar).forEach(function (b) { b.addEventListener('click', function () { outcome = outcome === b.dataset.o ? '' : b.dataset.o; run(); }); });
    run();
    return { input: input, clear: function () { input.value = ''; actor = outcome = ''; run(); } };
  });
  doc.addEventListener('keydown', function (e) {
    if (e.key === '/' && filters.length && !/INPUT|TEXTAREA/.test(e.target.tagName)) {
      e.preventDefault();
      filters[0].input.focus();
      filters[0].input.scrollIntoView({ block: 'center' });
    }
  });

  // a link to what is folded or filtered away shows it
  function reveal() {
    var at = location.hash && doc.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!at) { return; }
    if (at.tagName === 'DETAILS') { at.open = true; }
    if (at.tagName === 'TR' && at.hidden) { filters.forEach(function (f) { f.clear(); }); at.scrollIntoView(); }
  }
  addEventListener('hashchange', reveal);
  reveal();

  // where the reader is
  var links = all('.rail a'), parts = links.map(function (a) { return doc.getElementById(a.getAttribute('href').slice(1)); });
  function here() {
    var at = 0;
    parts.forEach(function (p, i) { if (p && p.getBoundingClientRect().top < innerHeight * 0.35) { at = i; } });
    if (innerHeight + scrollY >= root.scrollHeight - 4) { at = links.length - 1; }
    links.forEach(function (a, i) {
      if (i !== at) { a.removeAttribute('aria-current'); return; }
      if (a.hasAttribute('aria-current')) { return; }
      a.setAttribute('aria-current', 'true');
      var list = a.closest('ol');
      if (list.scrollWidth > list.clientWidth) { list.scrollLeft = a.offsetLeft - list.offsetLeft - 40; }
    });
  }
  doc.addEventListener('scroll', here, { passive: true });
  here();

  var theme = doc.getElementById('theme'), dark = matchMedia('(prefers-color-scheme: dark)').matches;
  function name() { theme.textContent = dark ? 'Light' : 'Dark'; }
  theme.addEventListener('click', function () { dark = !dark; root.dataset.theme = dark ? 'dark' : 'light'; name(); });
  name();
  doc.getElementById('print').addEventListener('click', function () { print(); });
  addEventListener('beforeprint', function () {
    all('.fd').forEach(function (d) { d.dataset.was = d.open ? '1' : ''; d.open = true; });
  });
  addEventListener('afterprint', function () { all('.fd').forEach(function (d) { d.open = !!d.dataset.was; }); });
})();
