namespace Guidon.Storage.Stores;

/// <summary>Whose a destination is: the one place that knows how an organisation is found.</summary>
internal static class DestinationOwnership
{
    /// <summary>The installation's own, which no organisation has and whose failing is everybody's business.</summary>
    internal const string OfInstallation = "owner_environment_id IS NULL AND owner_project_id IS NULL AND owner_organisation_id IS NULL";

    /// <summary>The ids of <c>@organisation</c>'s destinations, also of deleted ones: what was kept about them still belongs to it.</summary>
    internal const string OwnedIds =
        """
        SELECT owned.id FROM destination owned
        LEFT JOIN environment oe ON oe.id = owned.owner_environment_id
        LEFT JOIN project op ON op.id = COALESCE(owned.owner_project_id, oe.project_id)
        WHERE COALESCE(owned.owner_organisation_id, op.organisation_id) = @organisation
        """;
}
