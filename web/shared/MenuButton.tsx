import { Icon } from "./Icon.tsx";

/** Opens and closes the menu of a small screen; `controls` is the id of the menu. */
export function MenuButton(props: { controls: string; open: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      className="menu-button"
      aria-expanded={props.open}
      aria-controls={props.controls}
      aria-label="菜单"
      onClick={props.onToggle}
    >
      <Icon name={props.open ? "close" : "menu"} />
    </button>
  );
}
