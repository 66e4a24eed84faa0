using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>Rule trees as the Flagsmith API nests them.</summary>
internal static class FlagsmithRules
{
    internal static RulePart Read(SourceObject rule)
    {
        var part = new RulePart(rule.Text("type") ?? "ALL")
        {
            Rules = [.. rule.Items("rules").Select(Read)],
            Conditions = [.. rule.Items("conditions").Select(Condition)],
        };
        rule.Ignore("id", "version_of");
        rule.Close();
        return part;
    }

    internal static ConditionPart Condition(SourceObject condition)
    {
        var part = new ConditionPart(condition.NeededText("operator"), condition.Text("property"), condition.Text("value"), condition.Text("description"));
        condition.Ignore("id", "created_with_segment", "version_of");
        condition.Close();
        return part;
    }
}
