using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Instances;

/// <summary>The fleet's answer in words.</summary>
/// <param name="Answer"><c>1 needs you: web-17 failed</c>, or <c>2 provisioned</c>.</param>
/// <param name="Rest">The others, when some need you: <c>1 provisioning · 4812 provisioned</c>.</param>
internal sealed record FleetHeadline(string Answer, string Rest)
{
    public static FleetHeadline Of(IReadOnlyCollection<Instance> instances)
    {
        if (instances.Count == 0)
            return new FleetHeadline("No instances yet", "");
        var urgent = instances.Where(instance => Urgency.Of(instance).NeedsYou).ToList();
        var others = Counts(instances.Where(instance => !Urgency.Of(instance).NeedsYou));
        return urgent switch
        {
            [] => new FleetHeadline(string.Join(", ", others), ""),
            [var one] => new FleetHeadline($"1 needs you: {one.Name} {Urgency.Of(one).Word}", string.Join(" · ", others)),
            _ => new FleetHeadline($"{urgent.Count} need you: {string.Join(", ", Counts(urgent))}", string.Join(" · ", others)),
        };
    }

    private static IEnumerable<string> Counts(IEnumerable<Instance> instances) => instances
        .Select(Urgency.Of)
        .GroupBy(urgency => urgency.Word)
        .OrderBy(group => group.First().Rank)
        .Select(group => $"{group.Count()} {group.Key}");
}
