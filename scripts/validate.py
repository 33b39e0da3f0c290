"""Print what the model answers to every clinical target, and how many it meets."""

from bonelab.targets import Answers, simulated_targets


def main():
    """Print a row per target, and the count as the last line."""
    answer = Answers()
    inside = {"fit": [], "check": []}
    for target in simulated_targets():
        value = answer(target)
        inside[target.role].append(target.holds(value))
        what = f"{target.quantity}, {target.arm}, {target.site}, {target.time}"
        print(
            f"{target.id:9} {target.role:6} {what[:78]:78} "
            f"[{target.low:8.3g}, {target.high:8.3g}] {value:8.3g} {target.unit:6} "
            f"{'ok' if inside[target.role][-1] else 'MISS'}"
        )
    counts = {role: f"{sum(met)} of {len(met)}" for role, met in inside.items()}
    print(f"targets inside their interval: fit {counts['fit']}, check {counts['check']}")


if __name__ == "__main__":
    main()
