namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Segments, the places of their overrides, and variants.</summary>
internal static class SegmentSteps
{
    internal static async Task DoSegmentsAsync(this MutationSteps steps)
    {
        const string Links = "/api/v1/features/feature-segments/";
        var rules = new[] { new { type = "ALL", conditions = new[] { new { property = "plan", @operator = "EQUAL", value = "pro" } } } };
        await steps.DoAllAsync("/api/v1/projects/{project}/segments/", "segment", new { name = "made", rules }, new { name = "renamed" }, new { rules = new[] { new { type = "ANY" } } });
        await steps.DoAllAsync(Links, "link", new { environment = 1, feature = 4, segment = 1 }, new { priority = 3 }, new { priority = 4 });
        await steps.DoAsync("POST", Links + "update-priorities/", new[] { new { id = steps.Id("{override}"), priority = 7 } });
        await steps.DoAsync(
            "POST", "/api/v1/environments/{environment}/features/{feature}/create-segment-override/", new { enabled = true, feature_segment = new { segment = 1 } });
        await steps.DoAllAsync(
            "/api/v1/projects/{project}/features/{feature}/mv-options/", "option", new { type = "unicode", string_value = "white", default_percentage_allocation = 10 },
            new { string_value = "grey" }, new { default_percentage_allocation = 5 });
    }
}
