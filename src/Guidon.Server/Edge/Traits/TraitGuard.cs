using Guidon.Contracts;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge.Traits;

/// <summary>Refuses to store traits where the organisation, the environment or the store does not allow it.</summary>
internal static class TraitGuard
{
    /// <summary>Lets the endpoint store, or answers why not.</summary>
    internal static async Task StoreAsync(HttpContext http, KeyGrant grant, Func<Task> store)
    {
        var document = grant.State.Current.Document;
        if (!document.Project.Organisation.PersistTraitData)
        {
            await Answers.DetailAsync(
                http, StatusCodes.Status403Forbidden, ErrorCodes.TraitsNotStored, "Organisation is not authorised to store traits.");
            return;
        }

        if (!grant.ServerSide && !document.AllowClientTraits)
        {
            await Answers.FieldAsync(http, "non_field_errors", "Setting traits not allowed with client key.");
            return;
        }

        try
        {
            await store();
        }
        catch (IdentityStoreException error)
        {
            // Unlike flags, which are answered all the same: to store is all that was asked for here.
            await Answers.DetailAsync(http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, $"Not stored: {error.Message}");
        }
    }
}
