using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Health;

/// <summary>Forms of a project's settings: which health providers it has.</summary>
internal static class ProviderForms
{
    internal const string Add = "add-provider";

    internal const string Delete = "delete-provider";

    /// <returns>Why nothing was done; <see langword="null"/> when it was.</returns>
    internal static async Task<string?> DoAsync(Visit visit)
    {
        var (project, name) = (visit.Project?.Id ?? 0, visit.Sent("provider"));
        var isNew = visit.Sent("do") == Add;
        var refusal = isNew ? (await visit.Client.CreateHealthProviderAsync(project, name)).Refusal : await visit.Client.DeleteHealthProviderAsync(project, name);
        if (refusal is not null)
            return $"Nothing was {(isNew ? "added" : "deleted")}. {(refusal.IsMissing ? "There is no such provider any more." : refusal.Fields.GetValueOrDefault("name") ?? refusal.Text)}";
        visit.Toast = new Toast(isNew ? $"{Parts.Display.Snippet(name)} may report from now on, at the address below." : $"{Parts.Display.Snippet(name)} was deleted. Its address opens nothing any more.");
        return null;
    }
}
