import { Component, type ComponentChildren } from 'preact';

interface Props {
  /** What is shown; another one gets another try. */
  of: unknown;
  instead: ComponentChildren;
  children: ComponentChildren;
}

/** What breaks in here is shown in another way, and nothing around it notices. */
export class Boundary extends Component<Props, { broken: unknown; isBroken: boolean }> {
  state = { broken: undefined, isBroken: false };

  componentDidCatch(error: unknown) {
    console.error('cotune', error);
    this.setState({ broken: this.props.of, isBroken: true });
  }

  render({ of, instead, children }: Props) {
    return this.state.isBroken && this.state.broken === of ? instead : children;
  }
}
