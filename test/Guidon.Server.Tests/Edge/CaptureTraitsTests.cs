using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Server.Edge;

namespace Guidon.Server.Tests.Edge;

/// <summary>What of the traits reaches the log when an environment and several destinations have rules.</summary>
public sealed class CaptureTraitsTests
{
    private static readonly TraitFilter s_dropsEmail = Rules(new TraitRules { Drop = ["email"] });
    private static readonly TraitFilter s_onlyPlan = Rules(new TraitRules { Allow = ["plan"] });
    private static readonly TraitFilter s_hashesAll = Rules(new TraitRules { Hash = ["plan", "email", "age"] });

    [Fact]
    public void What_one_destination_may_see_is_kept_in_clear() =>
        Assert.Equal("plan=1 email=#email age=3", Kept(null, s_onlyPlan, s_dropsEmail, s_hashesAll));

    [Fact]
    public void What_no_destination_may_see_is_not_kept() => Assert.Equal("plan=1 age=3", Kept(null, s_dropsEmail, s_onlyPlan));

    [Fact]
    public void What_all_may_see_only_hashed_is_hashed() => Assert.Equal("plan=#plan email=#email age=#age", Kept(null, s_hashesAll));

    [Fact]
    public void The_environment_s_rules_come_first() => Assert.Equal("age=3", Kept(Rules(new TraitRules { Drop = ["plan"] }), s_dropsEmail));

    [Fact]
    public void A_destination_without_rules_sees_what_the_environment_leaves() =>
        Assert.Equal("plan=1 age=3", Kept(s_dropsEmail, s_onlyPlan, null));

    [Fact]
    public void Without_rules_there_is_nothing_to_do() => Assert.Null(CaptureTraits.Of(null, [null]));

    private static TraitFilter Rules(TraitRules rules) => TraitFilter.Of(rules, (key, _) => "#" + key)!;

    private static string Kept(TraitFilter? environment, params TraitFilter?[] destinations)
    {
        EventTrait[] traits = [new(1, "plan", new EventValue("1"), false), new(2, "email", new EventValue("2"), false), new(3, "age", new EventValue("3"), false)];
        return string.Join(' ', CaptureTraits.Of(environment, destinations)!.Apply(traits).Select(trait => $"{trait.Key}={trait.Value.Json.Trim('"')}"));
    }
}
