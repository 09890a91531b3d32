using CsCheck;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

internal enum PlanAct
{
    Set,
    Remove,
    PushKey,
    RemoveKeys,
    FailAfterWriting,
}

/// <param name="Act">What it does.</param>
/// <param name="Key">Few keys and few values: so they are shadowed, removed, and changed back.</param>
/// <param name="Value">The value.</param>
/// <param name="HeldMilliseconds">How long its transaction stays open before it commits.</param>
internal sealed record PlanStep(PlanAct Act, string Key, string Value, int HeldMilliseconds);

/// <param name="Instance">Which instance; null for the project.</param>
/// <param name="Notifies">Its node sends NOTIFY; else only the tail finds its writes.</param>
/// <param name="Steps">In order.</param>
internal sealed record PlanWriter(int? Instance, bool Notifies, PlanStep[] Steps)
{
    public const int Instances = 2;

    private static readonly string[] Keys = ["k1", "k2", "ssh-keys"];
    private static readonly string[] Values = ["red", "blue"];

    private static readonly Gen<PlanStep> Step = Gen.Select(
        Gen.Frequency((6, Gen.Const(PlanAct.Set)), (3, Gen.Const(PlanAct.Remove)), (3, Gen.Const(PlanAct.PushKey)), (3, Gen.Const(PlanAct.RemoveKeys)), (1, Gen.Const(PlanAct.FailAfterWriting))),
        Gen.Int[0, 2].Select(i => Keys[i]), Gen.Int[0, 1].Select(i => Values[i]), Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 25])),
        (act, key, value, held) => new PlanStep(act, key, value, held));

    /// <summary>Two writers for each subject, so that every counter is fought over.</summary>
    public static Gen<PlanWriter[]> All { get; } = Gen.Select(Gen.Bool.Array[2 * (1 + Instances)], Step.Array[8, 14].Array[2 * (1 + Instances)],
        (notifies, steps) => notifies.Select((n, i) => new PlanWriter(i / 2 == 0 ? null : i / 2 - 1, n, steps[i])).ToArray());
}
