# Built in two stages: the first has the SDK, the second only what runs. Packages are restored from the project files
# alone, so that a change of source does not fetch them again.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /build
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Center.Domain/Center.Domain.csproj src/Center.Domain/
COPY src/Center.Projections/Center.Projections.csproj src/Center.Projections/
COPY src/Center.Api/Center.Api.csproj src/Center.Api/
RUN dotnet restore src/Center.Api/Center.Api.csproj
COPY src/ src/
RUN dotnet publish src/Center.Api/Center.Api.csproj -c Release --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# Keys live here: keep it on a volume, and out of the database's backups.
ENV CENTER_HOME=/var/lib/center ASPNETCORE_URLS=http://+:5080
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 700 /var/lib/center
USER $APP_UID
VOLUME /var/lib/center
EXPOSE 5080
ENTRYPOINT ["dotnet", "Center.Api.dll"]
