using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Access;

/// <summary><c>keys</c>: the client-side and the server-side keys of an environment.</summary>
internal static class KeyPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var environment = visit.Environment?.Key ?? "";
        if (visit.Sent("do") == "delete")
        {
            var refusal = await visit.Client.DeleteServerKeyAsync(environment, int.TryParse(visit.Sent("id"), out var id) ? id : 0);
            visit.Toast = refusal is null ? new Toast("The key is refused from now on.") : new Toast(refusal.Text, IsProblem: true);
            return await ShowAsync(visit, null);
        }

        var made = await visit.Client.CreateServerKeyAsync(environment, visit.Sent("name").Trim());
        if (made.Refusal is { } refused) visit.Toast = new Toast($"No key was made. {refused.Text}", IsProblem: true);
        return await ShowAsync(visit, made.Value?.Key);
    }

    private static async Task<IResult> ShowAsync(Visit visit, string? newKey)
    {
        var environment = visit.Environment?.Key ?? "";
        var keys = await visit.Client.ServerKeysAsync(environment);
        return keys.Value is null ? visit.Problem(keys.Refusal) : visit.Show<KeysPage>(new KeysView(environment, keys.Value, newKey));
    }
}
