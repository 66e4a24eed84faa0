using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Integrations;

/// <summary>Where an integration is configured, as paths of the management API and as people say it.</summary>
internal static class IntegrationPlace
{
    /// <summary>The path at which a new one is configured, for where the person is.</summary>
    internal static string Path(Visit visit, IntegrationView integration, string level) => Path(Owner(visit, level), integration);

    /// <summary>The path of an existing one, which names its owner by key or as <c>project/7</c> or <c>organisation/7</c>.</summary>
    internal static string Path(DestinationSummary destination, IntegrationView integration) => Path(
        destination.Environment.Split('/') is [var level, var id] ? $"{level}s/{id}" : $"environments/{Uri.EscapeDataString(destination.Environment)}", integration);

    /// <summary>Whether what a destination tells concerns the place where the person is.</summary>
    internal static bool IsHere(Visit visit, DestinationSummary destination) => destination.Environment.Split('/') switch
    {
        ["project", var id] => id == visit.Project?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["organisation", _] => true,
        _ => destination.Environment == visit.Environment?.Key,
    };

    /// <summary>What a destination belongs to.</summary>
    internal static string Name(Visit visit, DestinationSummary destination) => destination.Environment.Split('/') switch
    {
        ["project", _] => "this project",
        ["organisation", _] => "the organisation",
        _ => visit.Frame.Projects.SelectMany(project => project.Environments).FirstOrDefault(each => each.Key == destination.Environment)?.Name ?? destination.Environment,
    };

    /// <summary>Its kind and what it belongs to.</summary>
    internal static string Title(Visit visit, DestinationSummary destination) => $"{destination.Integration}, {Name(visit, destination)}";

    /// <summary>Where the pages of its environment begin; of the present one for what belongs to more than one.</summary>
    internal static string Environment(Visit visit, DestinationSummary destination)
    {
        foreach (var project in visit.Frame.Projects)
        {
            if (project.Environments.FirstOrDefault(each => each.Key == destination.Environment) is { } environment) return Visit.At(project, environment, "");
        }

        return visit.At("");
    }

    private static string Owner(Visit visit, string level) => level switch
    {
        "project" => $"projects/{visit.Project?.Id}",
        "organisation" => $"organisations/{visit.Frame.Organisation}",
        _ => $"environments/{Uri.EscapeDataString(visit.Environment?.Key ?? "")}",
    };

    private static string Path(string owner, IntegrationView integration) =>
        integration.HasSeveral ? $"/api/v1/{owner}/webhooks" : $"/api/v1/{owner}/integrations/{integration.Name}";
}
