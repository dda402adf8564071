// 全部导航 closes on Escape, when the focus leaves it and on a click elsewhere. Without this file it is a plain <details>.
const menu = document.querySelector('details.menu');
const close = () => { if (menu.open) menu.open = false; };

menu.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !menu.open) return;
  close();
  menu.querySelector('summary').focus();
});
menu.addEventListener('focusout', ({ relatedTarget }) => { if (relatedTarget && !menu.contains(relatedTarget)) close(); });
document.addEventListener('click', ({ target }) => { if (!menu.contains(target)) close(); });
