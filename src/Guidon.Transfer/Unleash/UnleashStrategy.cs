using System.Globalization;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Unleash;

/// <summary>One activation strategy of a feature in one environment.</summary>
/// <param name="Feature">Whose.</param>
/// <param name="Environment">Where.</param>
/// <param name="Order">The first counts first.</param>
/// <param name="Rules">Whom it is for; empty for everybody.</param>
/// <param name="Rollout">Percent of those.</param>
/// <param name="Variants">Its own variants; empty for the feature's.</param>
/// <param name="IsCarried">False when it is switched off or has something that does not exist here, which is reported. It still counts: a flag that has one is not for everybody.</param>
/// <param name="Source">For reports.</param>
internal sealed record UnleashStrategy(
    string Feature, string Environment, double Order, IReadOnlyList<RulePart> Rules, double Rollout, IReadOnlyList<UnleashVariant> Variants, bool IsCarried, SourceObject Source)
{
    /// <summary>Whether everybody gets it.</summary>
    internal bool IsForAll => Rules.Count == 0 && Rollout >= 100;

    /// <param name="source">As the export has it.</param>
    /// <param name="segments">Rules of segments by id, as far as the file has them.</param>
    internal static UnleashStrategy Read(SourceObject source, IReadOnlyDictionary<string, IReadOnlyList<RulePart>?> segments)
    {
        var (feature, environment, name) = (source.NeededText("featureName"), source.Text("environment") ?? "", source.Text("name") ?? source.NeededText("strategyName"));
        List<RulePart?> rules = [.. source.Items("constraints").Select(UnleashConstraints.Read)];
        foreach (var segment in source.Texts("segments")) rules.AddRange(segments.GetValueOrDefault(segment) ?? [null]);
        var rollout = Parameters(source, name, rules);
        var order = source.Number("sortOrder") ?? 0;
        var (isDisabled, variants) = (source.Flag("disabled"), source.Items("variants").Select(UnleashVariant.Read).ToList());
        source.Ignore("id", "projectId", "createdAt", "strategyName", "name", "milestoneId");
        source.Lose("title", "Segments of strategies are named by their position.");
        source.Close();
        if (isDisabled) source.Lose("It is switched off.");
        else if (rules.Contains(null)) source.Lose("A constraint or segment of it could not be carried; without it the strategy would be for others.");
        var isCarried = !isDisabled && !rules.Contains(null);
        return new UnleashStrategy(feature, environment, order, [.. rules.OfType<RulePart>()], rollout, variants, isCarried, source);
    }

    /// <returns>Percent. What makes it another strategy than it was adds a rule that is not there.</returns>
    private static double Parameters(SourceObject source, string strategy, List<RulePart?> rules)
    {
        var parameters = source.Object("parameters");
        var users = (parameters?.Text("userIds") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (users.Length > 0) rules.Add(new RulePart("ANY") { Conditions = [new ConditionPart("IN", "$.identity.identifier", string.Join(',', users))] });
        if (parameters?.Text("stickiness") is not (null or "" or "default" or "userId")) parameters.Lose("stickiness", "Splits go by the identity here.");
        var rollout = parameters?.Text("rollout") ?? parameters?.Text("percentage");
        parameters?.Ignore("groupId");
        parameters?.Close();
        var problem = strategy switch
        {
            "default" => null,
            "userWithId" => users.Length > 0 ? null : "It is for nobody.",
            "flexibleRollout" or "gradualRolloutUserId" or "gradualRolloutSessionId" or "gradualRolloutRandom" => Percent(rollout) is null ? "Its rollout is no number." : null,
            _ => $"The strategy \"{SourceText.Shown(strategy)}\" does not exist here.",
        };
        if (problem is null) return Percent(rollout) ?? 100;
        source.Lose(problem);
        rules.Add(null);
        return 0;
    }

    private static double? Percent(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent >= 0 ? percent : null;
}
